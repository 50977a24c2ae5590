import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { sameTree } from '../../../../kube/same-tree';
import { combinationCheck } from './combinations';
import { correlatedItem, correlatedMember } from './correlation';
import type { SchemaCheck } from './check';
import { report } from './texts';
import { countOf, enumCheck, formatCheck, numberCheck, stringCheck, typeCheck, type ValueCheck } from './value-checks';

const compiled = new WeakMap<JsonObject, SchemaCheck>();

/** Compiled as far as values reach. */
export function schemaCheck(schema: JsonObject): SchemaCheck {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const made = compile(schema);
  compiled.set(schema, made);
  return made;
}

function compile(schema: JsonObject): SchemaCheck {
  const isNull = some([typeCheck(schema), enumCheck(schema)]);
  const checks = [
    typeCheck(schema),
    combinationCheck(schema, schemaCheck),
    stringCheck(schema),
    formatCheck(schema),
    numberCheck(schema),
    listCheck(schema),
    enumCheck(schema),
    objectCheck(schema),
  ].filter((check) => check !== undefined);
  return (value, path, out, old) => {
    if (old !== undefined && sameTree(value, old)) return;
    if (value === null) return isNull(value, path, out);
    for (const check of checks) {
      check(value, path, out, old);
      out.checks++;
    }
  };
}

function some(checks: readonly (ValueCheck | undefined)[]): ValueCheck {
  return (value, path, out) => {
    for (const check of checks) check?.(value, path, out);
  };
}

function listCheck(schema: JsonObject): SchemaCheck | undefined {
  const { items, uniqueItems } = schema;
  const [min, max] = [countOf(schema.minItems), countOf(schema.maxItems)];
  if (!isObject(items) && min === undefined && max === undefined && uniqueItems !== true) return undefined;
  return (value, path, out, old) => {
    if (!Array.isArray(value)) return;
    const check = isObject(items) ? schemaCheck(items) : undefined;
    value.forEach((item, index) => check?.(item, `${path}[${index}]`, out, correlatedItem(schema, item, old)));
    if (min !== undefined && value.length < min) report.invalid(out, path, value.length, `should have at least ${min} items`);
    if (max !== undefined && value.length > max) report.tooMany(out, path, { actual: value.length, max });
    if (uniqueItems === true && hasTwins(value)) report.invalid(out, path, '', "shouldn't contain duplicates");
  };
}

function hasTwins(list: readonly Json[]): boolean {
  return list.some((item, index) => list.slice(0, index).some((other) => sameTree(item, other)));
}

function objectCheck(schema: JsonObject): SchemaCheck | undefined {
  const [min, max] = [countOf(schema.minProperties), countOf(schema.maxProperties)];
  const properties = isObject(schema.properties) ? schema.properties : {};
  const names = Object.keys(properties).sort();
  const required = (Array.isArray(schema.required) ? schema.required : []).filter((name) => typeof name === 'string');
  const { additionalProperties } = schema;
  const others = isObject(additionalProperties) ? additionalProperties : undefined;
  return (value, path, out, old) => {
    if (!isObject(value)) return;
    const count = min === undefined && max === undefined ? 0 : Object.keys(value).length;
    if (min !== undefined && count < min) return report.invalid(out, path, count, `should have at least ${min} properties`);
    if (max !== undefined && count > max) return report.tooMany(out, path, { actual: count, max });
    const member = (name: string, memberSchema: JsonObject): void =>
      schemaCheck(memberSchema)(value[name] ?? null, path === '' ? name : `${path}.${name}`, out, correlatedMember(schema, name, old));
    if (others !== undefined) for (const name of Object.keys(value).sort()) if (!Object.hasOwn(properties, name)) member(name, others);
    for (const name of names) {
      const property = properties[name];
      if (isObject(property) && Object.hasOwn(value, name)) member(name, property);
    }
    for (const name of required) if (!Object.hasOwn(value, name)) report.required(out, `${path}.${name}`);
  };
}

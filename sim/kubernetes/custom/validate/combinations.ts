import { goQuote } from '../../../../base/go';
import { isObject, type Json, type JsonObject } from '../../../../kube/json';
import { Findings } from './findings';
import { report } from './texts';
import type { SchemaCheck } from './check';

type Compile = (schema: JsonObject) => SchemaCheck;

/** anyOf, oneOf, allOf and not. */
export function combinationCheck(schema: JsonObject, compile: Compile): SchemaCheck | undefined {
  const [anyOf, oneOf, allOf] = [schema.anyOf, schema.oneOf, schema.allOf].map((list) => checksOf(list, compile));
  const not = isObject(schema.not) ? compile(schema.not) : undefined;
  const parts = [
    ...(anyOf === undefined ? [] : [anyOfCheck(anyOf)]),
    ...(oneOf === undefined ? [] : [oneOfCheck(oneOf)]),
    ...(allOf === undefined ? [] : [allOfCheck(allOf)]),
    ...(not === undefined ? [] : [notCheck(not)]),
  ];
  if (parts.length === 0) return undefined;
  return (value, path, out, old) => {
    for (const part of parts) part(value, path, out, old);
  };
}

function checksOf(list: Json | undefined, compile: Compile): readonly SchemaCheck[] | undefined {
  return Array.isArray(list) && list.length > 0 ? list.filter(isObject).map((one) => compile(one)) : undefined;
}

function anyOfCheck(checks: readonly SchemaCheck[]): SchemaCheck {
  return (value, path, out, old) => {
    const results = checks.map((check) => run(check, { value, path, old }));
    if (results.some((result) => result.clean)) return;
    report.elsewhere(out, `${goQuote(path)} must validate at least one schema (anyOf)`);
    mergeBest(out, results);
  };
}

function oneOfCheck(checks: readonly SchemaCheck[]): SchemaCheck {
  return (value, path, out, old) => {
    const results = checks.map((check) => run(check, { value, path, old }));
    const valid = results.filter((result) => result.clean).length;
    if (valid === 1) return;
    const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`;
    report.elsewhere(out, `${goQuote(path)} must validate one and only one schema (oneOf). ${found}`);
    if (valid === 0) mergeBest(out, results);
  };
}

function allOfCheck(checks: readonly SchemaCheck[]): SchemaCheck {
  return (value, path, out, old) => {
    const results = checks.map((check) => run(check, { value, path, old }));
    for (const result of results) out.merge(result);
    const valid = results.filter((result) => result.clean).length;
    if (valid === checks.length) return;
    report.elsewhere(out, `${goQuote(path)} must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`);
  };
}

function notCheck(check: SchemaCheck): SchemaCheck {
  return (value, path, out, old) => {
    if (run(check, { value, path, old }).clean) report.elsewhere(out, `${goQuote(path)} must not validate the schema (not)`);
  };
}

/** The first of those that failed last. */
function mergeBest(out: Findings, results: readonly Findings[]): void {
  const best = results.reduce<Findings | undefined>((a, b) => (a !== undefined && a.checks >= b.checks ? a : b), undefined);
  if (best !== undefined) out.merge(best);
}

interface Case {
  readonly value: Json;
  readonly path: string;
  readonly old: Json | undefined;
}

function run(check: SchemaCheck, { value, path, old }: Case): Findings {
  const out = new Findings();
  check(value, path, out, old);
  return out;
}

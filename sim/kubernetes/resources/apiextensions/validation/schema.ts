import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import { isObject, type JsonObject } from '../../../../../kube/json';
import { regexProblem } from '../../../custom/cel/regex';
import { childrenOf } from './children';
import { ruleErrors } from './rules';
import { structuralErrors } from './structural';
import { defaultErrors } from './defaults';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const FORBIDDEN: readonly string[] = ['$schema', 'id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];

/** What is wrong with the schema of a version: first as OpenAPI, then as a structural schema, then its defaults and rules. */
export function schemaErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const generic = nodeErrors(schema, path);
  const rules = generic.length === 0 ? ruleErrors(schema, path) : [];
  // A schema with what has no structural form at all is not looked at further.
  const structural = generic.some(({ message }) => message.endsWith(' is not supported')) ? [] : structuralErrors(schema, path);
  const defaults = generic.length + structural.length === 0 ? defaultErrors(schema, path) : [];
  return [...generic, ...rules, ...structural, ...defaults];
}

function nodeErrors(schema: JsonObject, path: string): readonly FieldError[] {
  const { items, additionalProperties, properties, uniqueItems, pattern } = schema;
  const both =
    additionalProperties !== undefined && additionalProperties !== false && isObject(properties) && Object.keys(properties).length > 0;
  return [
    ...(uniqueItems === true ? [FieldErrors.forbidden(`${path}.uniqueItems`, QUADRATIC)] : []),
    ...(both ? [FieldErrors.forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive')] : []),
    ...(Array.isArray(items) ? [FieldErrors.forbidden(`${path}.items`, 'items must be a schema object and not an array')] : []),
    ...typeErrors(schema, path),
    ...FORBIDDEN.filter((keyword) => schema[keyword] !== undefined).map((keyword) =>
      FieldErrors.forbidden(`${path}.${keyword}`, `${keyword} is not supported`),
    ),
    ...(typeof pattern === 'string' && pattern !== '' ? patternErrors(pattern, path) : []),
    ...childrenOf(schema, path).flatMap(([child, at]) => nodeErrors(child, at)),
  ];
}

const QUADRATIC = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';

function typeErrors({ type }: JsonObject, path: string): readonly FieldError[] {
  if (typeof type !== 'string' || type === '' || TYPES.includes(type)) return [];
  const isNull =
    type === 'null' ? [FieldErrors.forbidden(`${path}.type`, 'type cannot be set to null, use nullable as an alternative')] : [];
  return [FieldErrors.notSupported(`${path}.type`, type, TYPES), ...isNull];
}

function patternErrors(pattern: string, path: string): readonly FieldError[] {
  const problem = regexProblem(pattern);
  return problem === undefined
    ? []
    : [FieldErrors.invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${problem}`)];
}

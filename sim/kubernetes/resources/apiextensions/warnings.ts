import { goQuote } from '../../../../base/go';
import type { JsonObject } from '../../../../kube/json';
import type { CustomResourceDefinition } from '../../../../kube/types/apiextensions';
import { FORMATS } from '../../custom/validate/formats';
import { childrenOf } from './validation/children';

/** Formats that are known without being checked. */
const UNCHECKED: ReadonlySet<string> = new Set([
  'int32',
  'int64',
  'uint32',
  'uint64',
  'float',
  'double',
  'password',
  'k8s-short-name',
  'k8s-long-name',
]);

/** Formats that mean nothing to the server. */
export function formatWarnings({ spec }: CustomResourceDefinition): readonly string[] {
  const schemas = (spec?.versions ?? []).flatMap(({ schema }) =>
    schema?.openAPIV3Schema === undefined ? [] : [schema.openAPIV3Schema as JsonObject],
  );
  const unknown = new Set(
    schemas.flatMap(formatsOf).filter((format) => !UNCHECKED.has(format) && !Object.hasOwn(FORMATS, format.replaceAll('-', ''))),
  );
  return [...unknown].map((format) => `unrecognized format ${goQuote(format)}`);
}

function formatsOf(schema: JsonObject): readonly string[] {
  const own = typeof schema.format === 'string' && schema.format !== '' ? [schema.format] : [];
  return [...own, ...childrenOf(schema, '').flatMap(([child]) => formatsOf(child))];
}

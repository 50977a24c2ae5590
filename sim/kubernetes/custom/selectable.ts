import { isObject, type Json } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { SelectableField } from '../../../kube/types/apiextensions';
import type { FieldReader } from '../model/strategy';

/** Field labels by the paths of a version's selectableFields: an absent field is empty. */
export function selectableFields(fields: readonly SelectableField[]): Readonly<Record<string, FieldReader>> {
  return Object.fromEntries(
    fields.map(({ jsonPath = '' }) => {
      const steps = jsonPath.replace(/^\./, '').split('.');
      return [steps.join('.'), (object: KubeObject) => textAt(object as Json, steps)];
    }),
  );
}

function textAt(tree: Json, steps: readonly string[]): string {
  const value = steps.reduce<Json>((node, step) => (isObject(node) && Object.hasOwn(node, step) ? (node[step] ?? null) : null), tree);
  return value === null || typeof value === 'object' ? '' : String(value);
}

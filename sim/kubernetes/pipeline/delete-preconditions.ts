import { ApiError } from '../../../kube/api-error';
import type { KubeObject } from '../../../kube/meta';
import type { Target } from './call';
import type { DeleteOptions } from './delete-options';

/** What a DELETE expects of the object it deletes. Throws 409. */
export function checkPreconditions(target: Target, { metadata = {} }: KubeObject, { preconditions }: DeleteOptions): void {
  const expected = [
    { what: 'UID', wanted: preconditions?.uid, found: metadata.uid, guess: 'deleted and then recreated' },
    { what: 'ResourceVersion', wanted: preconditions?.resourceVersion, found: metadata.resourceVersion, guess: 'modified' },
  ];
  for (const { what, wanted, found = '', guess } of expected) {
    if (wanted === undefined || wanted === found) continue;
    const { group, resource, kind } = target.definition;
    const name = metadata.name ?? '';
    // Objects whose end has a beginning, namespaces, are checked by code of their own, with words of its own.
    if (target.version.endpoints.get('')?.strategy.beginDeletion !== undefined) {
      const why = `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${found}`;
      throw ApiError.conflict({ group, resource }, name, why);
    }
    const why = `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${guess}`;
    // Here, unlike in other conflicts, the Kind stands for the resource.
    throw ApiError.conflict({ group, resource: kind }, name, why);
  }
}

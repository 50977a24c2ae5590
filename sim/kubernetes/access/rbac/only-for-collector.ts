import { isObject } from '../../../../kube/json';
import type { KubeObject } from '../../../../kube/meta';

/** Whether a write changes nothing but what the garbage collector needs to change: owners, finalizers and the record of managers. */
export function onlyForCollector(next: KubeObject, current: KubeObject | undefined): boolean {
  return current !== undefined && equal(remains(next), remains(current));
}

function remains(object: KubeObject): object {
  const metadata = { ...object.metadata, ownerReferences: undefined, finalizers: undefined, managedFields: undefined };
  return { ...object, kind: undefined, apiVersion: undefined, metadata };
}

// Absent and empty are the same, as in apimachinery's semantic equality.
function equal(a: unknown, b: unknown): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((member, index) => equal(member, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => equal(a[key], b[key]));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

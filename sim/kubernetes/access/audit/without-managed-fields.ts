import { isObject } from '../../../../kube/json';

/** An object, list or table without the record of who manages which field. */
export function withoutManagedFields(object: object): object {
  if (!isObject(object)) return object;
  const { metadata, items, rows } = object;
  return {
    ...object,
    ...(isObject(metadata) ? { metadata: withoutRecord(metadata) } : {}),
    ...(Array.isArray(items) ? { items: items.map((item) => (isObject(item) ? withoutManagedFields(item) : item)) } : {}),
    ...(Array.isArray(rows) ? { rows: rows.map((row) => (isObject(row) ? rowWithoutRecord(row) : row)) } : {}),
  };
}

function rowWithoutRecord(row: object): object {
  return 'object' in row && isObject(row.object) ? { ...row, object: withoutManagedFields(row.object) } : row;
}

function withoutRecord(metadata: object): object {
  return Object.fromEntries(Object.entries(metadata).filter(([member]) => member !== 'managedFields'));
}

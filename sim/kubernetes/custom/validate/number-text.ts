import type { Json } from '../../../../kube/json';

const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;

/** JSON's name of a value's type as Go sees it: what fits an int64 is an integer. */
export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number' || typeof value === 'bigint') return isInt64(value) ? 'integer' : 'number';
  return typeof value;
}

/** Go's format of a value in kube-openapi's terms. */
export function formatOf(value: Json): string {
  const type = typeOf(value);
  if (type === 'integer') return 'int64';
  return type === 'number' ? 'float64' : '';
}

export function isInt64(value: number | bigint): boolean {
  if (typeof value === 'bigint') return value >= -INT64 && value < INT64;
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63;
}

/** Whether a number can be held by the Go type of a schema's type and format. */
export function fitsNumber(value: number | bigint, type: string, format: string): boolean {
  if (type !== 'integer') return format !== 'float' || Math.abs(Number(value)) <= 3.4028234663852886e38;
  if (!isInt64(value)) return false;
  const number = Number(value);
  if (format === 'int32') return number >= -INT32 && number < INT32;
  if (format === 'uint32') return number >= 0 && number < 2 * INT32;
  return format !== 'uint64' || number >= 0;
}

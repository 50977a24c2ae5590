import { parseUrl } from '../../../../base/go/url';
import { parseQuantity } from '../../../../kube/quantity';
import { addressFunctions } from './functions-addresses';
import { formatFunctions } from './functions-formats';
import type { CelFunction } from './cel-function';
import { CelError, Opaque, type CelValue } from './values';

/** Kubernetes' own libraries: URLs, quantities, versions, addresses and formats. */
export const kubernetesFunctions: Readonly<Record<string, CelFunction>> = {
  ...addressFunctions,
  ...formatFunctions,
  isURL: (text) => (typeof text === 'string' ? urlOf(text) !== undefined : undefined),
  url: (text) =>
    typeof text === 'string'
      ? orFail(urlOf(text), `URL parse error during conversion from string: parse ${JSON.stringify(text)}: invalid URI for request`)
      : undefined,
  getScheme: (url) => part(url, ({ protocol }) => protocol),
  getHost: (url) => part(url, ({ host }) => host),
  getHostname: (url) => part(url, ({ host }) => host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')),
  getPort: (url) => part(url, ({ host }) => /:(\d*)$/.exec(host)?.[1] ?? ''),
  getEscapedPath: (url) => part(url, ({ path }) => path),
  getQuery: (url) => part(url, ({ query }) => queryOf(query)),
  isQuantity: (text) => (typeof text === 'string' ? !('error' in parseQuantity(text)) : undefined),
  quantity: (text) => (typeof text === 'string' ? quantityOf(text) : undefined),
  sign: (a) => quantities(a, a, (x) => BigInt(x < 0n ? -1 : Number(x > 0n))),
  isGreaterThan: (a, b) => quantities(a, b, (x, y) => x > y) ?? versions(a, b, (order) => order > 0),
  isLessThan: (a, b) => quantities(a, b, (x, y) => x < y) ?? versions(a, b, (order) => order < 0),
  compareTo: (a, b) =>
    quantities(a, b, (x, y) => BigInt(x < y ? -1 : Number(x > y))) ?? versions(a, b, (order) => BigInt(Math.sign(order))),
  asApproximateFloat: (a) => quantities(a, a, (x) => Number(x) / 1e9),
  isInteger: (a) => quantities(a, a, (x) => x % NANO === 0n),
  asInteger: (a) => quantities(a, a, (x) => wholeOf(x)),
  add: (a, b) => quantities(a, b, (x, y) => fromNanos(x + y)),
  sub: (a, b) => quantities(a, b, (x, y) => fromNanos(x - y)),
  isSemver: (text, loose = false) => (typeof text === 'string' ? versionOf(text, loose === true) !== undefined : undefined),
  semver: (text, loose = false) =>
    typeof text === 'string' ? orFail(versionOf(text, loose === true), 'No Major.Minor.Patch elements found') : undefined,
  major: (version) => versionPart(version, 0),
  minor: (version) => versionPart(version, 1),
  patch: (version) => versionPart(version, 2),
};

const NANO = 1_000_000_000n;

interface UrlParts {
  readonly protocol: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

function urlOf(text: string): Opaque | undefined {
  try {
    const { scheme, host, path, rawPath, rawQuery } = parseUrl(text);
    if (text === '' || (scheme === '' && !text.startsWith('/'))) return undefined;
    const parts: UrlParts = { protocol: scheme, host, path: rawPath === '' ? encodeURI(path) : rawPath, query: rawQuery };
    return new Opaque('URL', text, parts);
  } catch {
    return undefined;
  }
}

function part(url: CelValue | undefined, read: (parts: UrlParts) => CelValue): CelValue | undefined {
  return url instanceof Opaque && url.type === 'URL' ? read(url.data as UrlParts) : undefined;
}

function queryOf(query: string): CelValue {
  const found = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) found.set(key, [...(found.get(key) ?? []), value]);
  return found;
}

function orFail(value: Opaque | undefined, why: string): Opaque {
  if (value === undefined) throw new CelError(why);
  return value;
}

function quantityOf(text: string): Opaque {
  const quantity = parseQuantity(text);
  if ('error' in quantity) throw new CelError(quantity.error);
  return new Opaque('quantity', quantity.text, quantity.nanos);
}

function fromNanos(nanos: bigint): Opaque {
  return quantityOf(nanos % NANO === 0n ? String(nanos / NANO) : `${nanos}n`);
}

function wholeOf(nanos: bigint): bigint {
  if (nanos % NANO !== 0n) throw new CelError('cannot convert value to integer');
  return nanos / NANO;
}

function quantities(a: CelValue | undefined, b: CelValue | undefined, use: (x: bigint, y: bigint) => CelValue): CelValue | undefined {
  const [x, y] = [nanosOf(a), nanosOf(b)];
  return x === undefined || y === undefined ? undefined : use(x, y);
}

function nanosOf(value: CelValue | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value * NANO;
  return value instanceof Opaque && value.type === 'quantity' ? (value.data as bigint) : undefined;
}

interface Version {
  readonly numbers: readonly number[];
  readonly pre: readonly string[];
}

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

function versionOf(text: string, loose: boolean): Opaque | undefined {
  const parts = SEMVER.exec(loose ? normalised(text) : text);
  if (parts === null) return undefined;
  const version: Version = { numbers: parts.slice(1, 4).map(Number), pre: parts[4]?.split('.') ?? [] };
  return new Opaque('semver', text, version);
}

/** `v1.2` is 1.2.0 to whoever is tolerant. */
function normalised(text: string): string {
  const [core = '', ...rest] = text.replace(/^v/, '').split(/(?=[-+])/);
  const numbers = core.split('.').map((number) => number.replace(/^0+(?=\d)/, ''));
  return [...numbers, '0', '0'].slice(0, Math.max(3, numbers.length)).join('.') + rest.join('');
}

function versions(a: CelValue | undefined, b: CelValue | undefined, use: (order: number) => CelValue): CelValue | undefined {
  if (!(a instanceof Opaque) || !(b instanceof Opaque) || a.type !== 'semver' || b.type !== 'semver') return undefined;
  return use(compare(a.data as Version, b.data as Version));
}

function compare(a: Version, b: Version): number {
  const at = a.numbers.findIndex((number, index) => number !== b.numbers[index]);
  if (at >= 0) return (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
  if (a.pre.length === 0 || b.pre.length === 0) return b.pre.length - a.pre.length;
  for (const [index, one] of a.pre.entries()) {
    const other = b.pre[index];
    if (other === undefined) return 1;
    if (one === other) continue;
    const [x, y] = [Number(one), Number(other)];
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    return one < other ? -1 : 1;
  }
  return a.pre.length - b.pre.length;
}

function versionPart(version: CelValue | undefined, index: number): CelValue | undefined {
  if (!(version instanceof Opaque) || version.type !== 'semver') return undefined;
  return BigInt((version.data as Version).numbers[index] ?? 0);
}

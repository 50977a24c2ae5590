/** What a policy folder or an issuing template allows and fills in. */
export interface Zone {
  readonly policy: Policy;
  readonly defaults: Defaults;
}

/** Lists of regular expressions in RE2's dialect; an empty list allows nothing. */
export interface Policy {
  readonly commonName: readonly string[];
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly province: readonly string[];
  readonly locality: readonly string[];
  readonly country: readonly string[];
  readonly dnsNames: readonly string[];
  /** Empty allows every key. */
  readonly keys: readonly AllowedKey[];
}

export type AllowedKey =
  { readonly type: 'RSA'; readonly sizes: readonly number[] } | { readonly type: 'ECDSA'; readonly curves: readonly string[] };

/** Used where a request says nothing. */
export interface Defaults {
  readonly organization: readonly string[];
  readonly organizationalUnit: readonly string[];
  readonly province: readonly string[];
  readonly locality: readonly string[];
  readonly country: readonly string[];
}

export const EVERYTHING: readonly string[] = ['.*'];
export const KEY_SIZES: readonly number[] = [1024, 2048, 3072, 4096, 8192];
export const CURVES: readonly string[] = ['P521', 'P256', 'P384', 'ED25519'];

/** An expression for the whole of a text. */
export function anchored(expression: string): string {
  const start = expression.startsWith('^') ? '' : '^';
  const end = expression.endsWith('$') ? '' : '$';
  return start + expression + end;
}

/** A value that is not empty as a list. */
export function listOf(value: string): readonly string[] {
  return value === '' ? [] : [value];
}

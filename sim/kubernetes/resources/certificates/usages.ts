import { FieldErrors, type FieldError } from '../../../../kube/field-error';

/** Sorted, as errors list them. */
export const KEY_USAGES: readonly string[] = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

export function hasUnknownUsages(usages: readonly string[]): boolean {
  return usages.some((usage) => !KEY_USAGES.includes(usage));
}

export function unknownUsageErrors(usages: readonly string[], field: string): FieldError[] {
  return usages.flatMap((usage, index) =>
    KEY_USAGES.includes(usage) ? [] : [FieldErrors.notSupported(`${field}[${index}]`, usage, KEY_USAGES)],
  );
}

export function duplicateUsageErrors(usages: readonly string[], field: string): FieldError[] {
  return usages.flatMap((usage, index) => (usages.indexOf(usage) === index ? [] : [FieldErrors.duplicate(`${field}[${index}]`, usage)]));
}

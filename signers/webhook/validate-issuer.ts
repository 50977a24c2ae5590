import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { read, requireTexts } from './fields';
import { acmeWarnings, validateAcme } from './validate-acme';
import { validateVault } from './validate-vault';
import { validateVenafi } from './validate-venafi';

export interface Verdict {
  readonly errors: readonly FieldError[];
  readonly warnings: readonly string[];
}

type Validator = (config: JsonObject, path: string) => readonly FieldError[];

// The first type in this order is looked at; the others are only refused.
const TYPES: readonly (readonly [string, Validator])[] = [
  ['acme', validateAcme],
  ['ca', validateCa],
  ['selfSigned', () => []],
  ['vault', validateVault],
  ['venafi', validateVenafi],
];

/** Admission of an Issuer or ClusterIssuer, on create and on update alike. */
export function validateIssuer(issuer: JsonObject): Verdict {
  const spec = read.object(issuer, 'spec') ?? {};
  const [first, ...others] = TYPES.filter(([name]) => isObject(spec[name]));
  if (first === undefined) return { errors: [FieldErrors.required('spec', 'at least one issuer must be configured')], warnings: [] };
  const [name, validate] = first;
  const config = read.object(spec, name) ?? {};
  const refused = others.map(([other]) => FieldErrors.forbidden(`spec.${other}`, 'may not specify more than one issuer type'));
  return { errors: [...validate(config, `spec.${name}`), ...refused], warnings: name === 'acme' ? acmeWarnings(config) : [] };
}

function validateCa(ca: JsonObject, path: string): FieldError[] {
  const empty = (name: string, shownAs: string, detail: string): FieldError[] =>
    read.texts(ca, name).flatMap((url, i) => (url === '' ? [FieldErrors.invalid(`${path}.${shownAs}[${i}]`, url, detail)] : []));
  return [
    ...requireTexts(ca, path, ['secretName']),
    // The path upstream prints has lost its plural.
    ...empty('ocspServers', 'ocspServer', 'must be a valid URL, e.g., http://ocsp.int-x3.letsencrypt.org'),
    ...empty('issuingCertificateURLs', 'issuingCertificateURLs', 'must be a valid URL'),
  ];
}

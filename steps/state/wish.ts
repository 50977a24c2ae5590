import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { identityPem, type Identity } from './conformance-keys';

export interface Row {
  readonly field: string;
  readonly value: string;
}

const ORDINARY: Identity = {
  key: 'ECDSA P-256',
  commonName: 'web.example.com',
  organization: [],
  dnsNames: ['web.example.com'],
  ipAddresses: [],
  emailAddresses: [],
  uris: [],
};

const IDENTITY_FIELDS: Readonly<Record<string, keyof Identity>> = {
  key: 'key',
  'common name': 'commonName',
  organization: 'organization',
  'DNS names': 'dnsNames',
  'IP addresses': 'ipAddresses',
  'email addresses': 'emailAddresses',
  URIs: 'uris',
};

const ANNOTATION = /^[a-z0-9.-]+\/[a-z0-9.-]+$/;
const USAGES = ['digital signature', 'key encipherment', 'server auth'];

/** For requests with the names that a table gives, and no others. */
export const NAMELESS: Identity = { ...ORDINARY, commonName: '', dnsNames: [] };

/** A request over a new key: an ordinary server's, but for what the rows of a table say. Rows without a value say nothing. */
export function wish(signerName: string, rows: readonly Row[] = [], base: Identity = ORDINARY): CertificateSigningRequest {
  const told = rows.filter(({ value }) => value !== '');
  const value = (field: string): string | undefined => told.find((row) => row.field === field)?.value;
  const unknown = told.find(({ field }) => !known(field));
  if (unknown !== undefined) throw new Error(`the table names "${unknown.field}", which no step knows`);
  const annotations = told.filter(({ field }) => ANNOTATION.test(field)).map((row) => [row.field, row.value] as const);
  const seconds = value('expirationSeconds');
  const usages = value('usages');
  return {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) },
    spec: {
      request: btoa(identityPem({ ...base, ...identity(told) })),
      signerName,
      usages: usages === undefined ? USAGES : list(usages),
      ...(seconds === undefined ? {} : { expirationSeconds: Number(seconds) }),
    },
  };
}

function known(field: string): boolean {
  return field in IDENTITY_FIELDS || ANNOTATION.test(field) || field === 'usages' || field === 'expirationSeconds';
}

function identity(rows: readonly Row[]): Partial<Identity> {
  const told = rows.flatMap(({ field, value }) => {
    const member = IDENTITY_FIELDS[field];
    if (member === undefined) return [];
    return [[member, typeof ORDINARY[member] === 'string' ? value : list(value)] as const];
  });
  return Object.fromEntries(told);
}

function list(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

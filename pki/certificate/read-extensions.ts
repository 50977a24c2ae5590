import { goQuote } from '../../base/go/quote';
import { isIpAddress } from '../../base/go/address';
import { PkiError } from '../error';
import { parseBasicConstraints, type BasicConstraints } from '../extension/basic-constraints';
import { isDomainName, isMailbox } from '../extension/domain-name';
import { parseExtKeyUsage } from '../extension/ext-key-usage';
import { EXTENSION, type Extension } from '../extension/extension';
import { parseAuthorityKeyId, parseSubjectKeyId } from '../extension/key-id';
import { parseKeyUsage, type KeyUsageBits } from '../extension/key-usage';
import { readNameConstraints, type NameConstraints, type SubtreeRules } from '../extension/name-constraints';
import { parseInhibitAnyPolicy, parsePolicies, parsePolicyConstraints, parsePolicyMappings } from '../extension/policies';
import { hasNames, NO_NAMES, parseSubjectAltNames, type SubjectAltNames } from '../extension/san';
import { parseAuthorityInfo, parseCrlDistributionPoints, type AuthorityInfo } from '../extension/urls';

/** What Go reads out of extensions; what is absent is empty or undefined. */
export interface CertificateExtensions extends SubjectAltNames, AuthorityInfo {
  /** 0: no restriction. */
  readonly keyUsage: KeyUsageBits;
  readonly extKeyUsage: readonly string[];
  readonly unknownExtKeyUsage: readonly string[];
  readonly basicConstraints: BasicConstraints | undefined;
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  readonly crlDistributionPoints: readonly string[];
  readonly policies: readonly string[];
  readonly nameConstraints: NameConstraints | undefined;
  /** Object identifiers. */
  readonly unhandledCritical: readonly string[];
}

type Part = Partial<CertificateExtensions> & { readonly unhandled?: boolean };

const NONE: CertificateExtensions = {
  ...NO_NAMES,
  ocspServers: [],
  issuingCertificateUrls: [],
  keyUsage: 0,
  extKeyUsage: [],
  unknownExtKeyUsage: [],
  basicConstraints: undefined,
  subjectKeyId: undefined,
  authorityKeyId: undefined,
  crlDistributionPoints: [],
  policies: [],
  nameConstraints: undefined,
  unhandledCritical: [],
};

const READERS: ReadonlyMap<string, (extension: Extension) => Part> = new Map<string, (extension: Extension) => Part>([
  [EXTENSION.keyUsage, ({ value }) => ({ keyUsage: parseKeyUsage(value) })],
  [EXTENSION.basicConstraints, ({ value }) => ({ basicConstraints: parseBasicConstraints(value) })],
  [EXTENSION.subjectAltName, readAlternativeNames],
  [EXTENSION.nameConstraints, readConstraints],
  [EXTENSION.crlDistributionPoints, ({ value }) => ({ crlDistributionPoints: parseCrlDistributionPoints(value) })],
  [EXTENSION.authorityKeyId, (extension) => ({ authorityKeyId: parseAuthorityKeyId(extension) })],
  [EXTENSION.policyConstraints, ({ value }) => parsePolicyConstraints(value)],
  [EXTENSION.extKeyUsage, readExtKeyUsage],
  [EXTENSION.subjectKeyId, (extension) => ({ subjectKeyId: parseSubjectKeyId(extension) })],
  [EXTENSION.certificatePolicies, ({ value }) => ({ policies: parsePolicies(value) })],
  [EXTENSION.policyMappings, ({ value }) => parsePolicyMappings(value)],
  [EXTENSION.inhibitAnyPolicy, ({ value }) => parseInhibitAnyPolicy(value)],
  [EXTENSION.authorityInfoAccess, parseAuthorityInfo],
]);

export function readExtensions(extensions: readonly Extension[]): CertificateExtensions {
  const unhandledCritical: string[] = [];
  const read = { ...NONE, unhandledCritical };
  for (const extension of extensions) {
    const reader = READERS.get(extension.oid);
    const { unhandled, ...part } = reader?.(extension) ?? { unhandled: true };
    Object.assign(read, part);
    if (unhandled === true && extension.critical) unhandledCritical.push(extension.oid);
  }
  return read;
}

function readAlternativeNames({ value }: Extension): Part {
  const names = parseSubjectAltNames(value);
  return { ...names, unhandled: !hasNames(names) };
}

function readExtKeyUsage({ value }: Extension): Part {
  const { known, unknown } = parseExtKeyUsage(value);
  return { extKeyUsage: known, unknownExtKeyUsage: unknown };
}

// The certificate parser looks into the names; other kinds it leaves to the verifier.
function readConstraints({ value }: Extension): Part {
  let unhandled = false;
  const rules: SubtreeRules = {
    checkDomain: (domain) => requireDomain(domain, 'dnsName'),
    checkEmail: (email) => (email.includes('@') ? requireMailbox(email) : requireDomain(email, 'rfc822Name')),
    checkUri: requireUriDomain,
    otherKind: () => {
      unhandled = true;
    },
  };
  return { nameConstraints: readNameConstraints(value, rules), unhandled };
}

function requireDomain(domain: string, kind: string): void {
  if (!isDomainName(domain, 'constraint')) throw new PkiError(`x509: failed to parse ${kind} constraint ${goQuote(domain)}`);
}

function requireMailbox(email: string): void {
  if (!isMailbox(email)) throw new PkiError(`x509: failed to parse rfc822Name constraint ${goQuote(email)}`);
}

function requireUriDomain(domain: string): void {
  const failed = `x509: failed to parse URI constraint ${goQuote(domain)}`;
  if (isIpAddress(domain)) throw new PkiError(`${failed}: cannot be IP address`);
  if (!isDomainName(domain, 'constraint')) throw new PkiError(failed);
}

import { equalBytes } from '../bytes';
import { encodeBasicConstraints, type BasicConstraints } from '../extension/basic-constraints';
import { encodeExtKeyUsage } from '../extension/ext-key-usage';
import { EXTENSION, type Extension } from '../extension/extension';
import { encodeAuthorityKeyId, encodeSubjectKeyId } from '../extension/key-id';
import { encodeKeyUsage, type KeyUsageBits } from '../extension/key-usage';
import { encodeNameConstraints, type NameConstraints } from '../extension/name-constraints';
import { encodeSubjectAltNames, hasNames, type SubjectAltNames } from '../extension/san';
import { encodeAuthorityInfo, encodeCrlDistributionPoints } from '../extension/urls';

/** What is absent or empty makes no extension. */
export interface ExtensionTemplate {
  readonly rawSubject: Uint8Array;
  readonly keyUsage?: KeyUsageBits;
  /** Object identifiers, in the order they are written. */
  readonly extKeyUsage?: readonly string[];
  readonly basicConstraints?: BasicConstraints;
  /** Without it an authority gets one made from its key. */
  readonly subjectKeyId?: Uint8Array;
  /** Only where the issuer does not say. */
  readonly authorityKeyId?: Uint8Array;
  readonly ocspServers?: readonly string[];
  readonly issuingCertificateUrls?: readonly string[];
  readonly subjectAltNames?: SubjectAltNames;
  readonly nameConstraints?: NameConstraints & { readonly critical: boolean };
  readonly crlDistributionPoints?: readonly string[];
  /** Written last, as they are; they take the place of one made from the fields above. */
  readonly extraExtensions?: readonly Extension[];
}

export interface KeyIds {
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
}

const EMPTY_NAME = Uint8Array.of(0x30, 0);

/** In the order Go writes them. */
export function buildExtensions(template: ExtensionTemplate, ids: KeyIds): readonly Extension[] {
  const extra = template.extraExtensions ?? [];
  const made = [
    (template.keyUsage ?? 0) === 0 ? undefined : encodeKeyUsage(template.keyUsage ?? 0),
    (template.extKeyUsage ?? []).length === 0 ? undefined : encodeExtKeyUsage(template.extKeyUsage ?? []),
    template.basicConstraints === undefined ? undefined : encodeBasicConstraints(template.basicConstraints),
    (ids.subjectKeyId?.length ?? 0) === 0 ? undefined : encodeSubjectKeyId(ids.subjectKeyId ?? EMPTY_NAME),
    (ids.authorityKeyId?.length ?? 0) === 0 ? undefined : encodeAuthorityKeyId(ids.authorityKeyId ?? EMPTY_NAME),
    authorityInfo(template),
    alternativeNames(template),
    constraints(template),
    (template.crlDistributionPoints ?? []).length === 0 ? undefined : encodeCrlDistributionPoints(template.crlDistributionPoints ?? []),
  ];
  const given = new Set(extra.map(({ oid }) => oid));
  return [...made.filter((extension) => extension !== undefined).filter(({ oid }) => !given.has(oid)), ...extra];
}

function authorityInfo({ ocspServers = [], issuingCertificateUrls = [] }: ExtensionTemplate): Extension | undefined {
  if (ocspServers.length + issuingCertificateUrls.length === 0) return undefined;
  return encodeAuthorityInfo({ ocspServers, issuingCertificateUrls });
}

// Critical where there is no other name (RFC 5280 section 4.2.1.6).
function alternativeNames({ subjectAltNames, rawSubject }: ExtensionTemplate): Extension | undefined {
  if (subjectAltNames === undefined || !hasNames(subjectAltNames)) return undefined;
  const critical = equalBytes(rawSubject, EMPTY_NAME);
  return { oid: EXTENSION.subjectAltName, critical, value: encodeSubjectAltNames(subjectAltNames) };
}

function constraints({ nameConstraints }: ExtensionTemplate): Extension | undefined {
  if (nameConstraints === undefined) return undefined;
  const { permitted, excluded, critical } = nameConstraints;
  const names = [permitted, excluded].flatMap((trees) => [trees.dnsDomains, trees.ipRanges, trees.emailAddresses, trees.uriDomains]);
  return names.every((list) => list.length === 0) ? undefined : encodeNameConstraints({ permitted, excluded }, critical);
}

import type { AlgorithmIdentifier } from '../algorithm/identifier';
import { signatureAlgorithmOf } from '../algorithm/signature-algorithm';
import { rightAlign } from '../asn1/primitives';
import { EMPTY, equalBytes } from '../bytes';
import { DerReader } from '../der/reader';
import { context, contextConstructed, TAG } from '../der/tags';
import { PkiError } from '../error';
import { parseExtension, type Extension } from '../extension/extension';
import { keyKindOf, parsePublicKey } from '../key/public-key';
import { nameOf, type Name } from '../name/name';
import { parseCertificateName } from '../name/parse-name';
import { readExtensions, type CertificateExtensions } from './read-extensions';
import type { SignedSubject } from '../signed-subject';

/** An X.509 certificate as Go reads it. Times are seconds since 1970. */
export interface Certificate extends CertificateExtensions, SignedSubject {
  readonly raw: Uint8Array;
  readonly rawTbs: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serialNumber: bigint;
  readonly rawIssuer: Uint8Array;
  readonly issuer: Name;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** x509.ParseCertificate. Throws PkiError with Go's text. */
export function parseCertificate(der: Uint8Array): Certificate {
  const certificate = readCertificate(der);
  if (certificate.raw.length !== der.length) throw new PkiError('x509: trailing data');
  return certificate;
}

/** x509.ParseCertificates: one after the other, nothing between them; none for no bytes. */
export function parseCertificates(der: Uint8Array): readonly Certificate[] {
  const certificates: Certificate[] = [];
  for (let rest = der; rest.length > 0;) {
    const certificate = readCertificate(rest);
    certificates.push(certificate);
    rest = rest.subarray(certificate.raw.length);
  }
  return certificates;
}

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new PkiError(`x509: ${what}`);
  return value;
}

/** The content of an element that has already been read as a whole. */
function inside(element: Uint8Array): DerReader {
  return new DerReader(element).read(TAG.sequence) ?? new DerReader(EMPTY);
}

function readCertificate(der: Uint8Array): Certificate {
  const raw = must(new DerReader(der).element(TAG.sequence), 'malformed certificate');
  const outer = inside(raw);
  const rawTbs = must(outer.element(TAG.sequence), 'malformed tbs certificate');
  const tbs = inside(rawTbs);
  const version = readVersion(tbs);
  const serialNumber = must(tbs.bigInteger(), 'malformed serial number');
  if (serialNumber < 0n) throw new PkiError('x509: negative serial number');
  const signatureId = readSignatureId(tbs, outer);
  const rawIssuer = must(tbs.element(TAG.sequence), 'malformed issuer');
  const issuer = nameOf(parseCertificateName(rawIssuer));
  const { notBefore, notAfter } = readValidity(must(tbs.read(TAG.sequence), 'malformed validity'));
  const rawSubject = must(tbs.element(TAG.sequence), 'malformed issuer');
  const subject = nameOf(parseCertificateName(rawSubject));
  const rawPublicKeyInfo = must(tbs.element(TAG.sequence), 'malformed spki');
  const key = readPublicKey(inside(rawPublicKeyInfo));
  const extensions = version > 1 ? readTail(tbs, version) : [];
  const details = readExtensions(extensions);
  const signature = rightAlign(must(outer.bitString(), 'malformed signature'));
  const { oid, parameters } = signatureId;
  const signatureAlgorithm = signatureAlgorithmOf(oid, parameters);
  // Field by field: spreading objects of this size costs as much as all the reading.
  return {
    dnsNames: details.dnsNames,
    emailAddresses: details.emailAddresses,
    ipAddresses: details.ipAddresses,
    uris: details.uris,
    ocspServers: details.ocspServers,
    issuingCertificateUrls: details.issuingCertificateUrls,
    keyUsage: details.keyUsage,
    extKeyUsage: details.extKeyUsage,
    unknownExtKeyUsage: details.unknownExtKeyUsage,
    basicConstraints: details.basicConstraints,
    subjectKeyId: details.subjectKeyId,
    authorityKeyId: details.authorityKeyId,
    crlDistributionPoints: details.crlDistributionPoints,
    policies: details.policies,
    nameConstraints: details.nameConstraints,
    unhandledCritical: details.unhandledCritical,
    raw,
    rawTbs,
    version,
    serialNumber,
    rawIssuer,
    issuer,
    rawSubject,
    subject,
    notBefore,
    notAfter,
    rawPublicKeyInfo,
    publicKeyKind: key.publicKeyKind,
    publicKey: key.publicKey,
    publicKeyAlgorithm: key.publicKeyAlgorithm,
    signatureAlgorithm,
    signatureAlgorithmOid: oid,
    signature,
    extensions,
  };
}

function readVersion(tbs: DerReader): number {
  if (!tbs.peek(contextConstructed(0))) return 1;
  const field = tbs.read(contextConstructed(0));
  const version = field?.int64();
  if (field?.empty !== true || version === undefined || version < 0n) throw new PkiError('x509: malformed version');
  if (version > 2n) throw new PkiError('x509: invalid version');
  return Number(version) + 1;
}

// The same algorithm must be named inside and outside of what is signed.
function readSignatureId(tbs: DerReader, outer: DerReader): AlgorithmIdentifier {
  const inner = must(tbs.content(TAG.sequence), 'malformed signature algorithm identifier');
  const repeated = must(outer.content(TAG.sequence), 'malformed algorithm identifier');
  if (!equalBytes(inner, repeated)) throw new PkiError("x509: inner and outer signature algorithm identifiers don't match");
  return readAlgorithm(new DerReader(inner));
}

function readAlgorithm(fields: DerReader): AlgorithmIdentifier {
  const oid = must(fields.objectIdentifier(), 'malformed OID');
  return { oid, parameters: fields.empty ? EMPTY : must(fields.anyElement(), 'malformed parameters') };
}

function readValidity(fields: DerReader): { notBefore: number; notAfter: number } {
  const notBefore = readTime(fields);
  return { notBefore, notAfter: readTime(fields) };
}

function readTime(fields: DerReader): number {
  if (fields.peek(TAG.utcTime)) return must(fields.utcTime(), 'malformed UTCTime');
  if (fields.peek(TAG.generalizedTime)) return must(fields.generalizedTime(), 'malformed GeneralizedTime');
  throw new PkiError('x509: unsupported time format');
}

type KeyFields = Pick<Certificate, 'publicKeyKind' | 'publicKey' | 'publicKeyAlgorithm'>;

function readPublicKey(fields: DerReader): KeyFields {
  const algorithm = readAlgorithm(must(fields.read(TAG.sequence), 'malformed public key algorithm identifier'));
  const key = must(fields.bitString(), 'malformed subjectPublicKey');
  return { publicKeyKind: keyKindOf(algorithm.oid), publicKey: parsePublicKey(algorithm, key), publicKeyAlgorithm: algorithm };
}

function readTail(tbs: DerReader, version: number): readonly Extension[] {
  if (tbs.peek(context(1))) must(tbs.content(context(1)), 'malformed issuerUniqueID');
  if (tbs.peek(context(2))) must(tbs.content(context(2)), 'malformed subjectUniqueID');
  if (version < 3 || !tbs.peek(contextConstructed(3))) return [];
  const list = must(tbs.read(contextConstructed(3))?.read(TAG.sequence), 'malformed extensions');
  const extensions: Extension[] = [];
  const seen = new Set<string>();
  while (!list.empty) {
    const extension = parseExtension(must(list.read(TAG.sequence), 'malformed extension'));
    if (seen.has(extension.oid)) throw new PkiError(`x509: certificate contains duplicate extension with OID "${extension.oid}"`);
    seen.add(extension.oid);
    extensions.push(extension);
  }
  return extensions;
}

import type { AlgorithmIdentifier } from '../algorithm/identifier';
import type { SignatureAlgorithm } from '../algorithm/signature-algorithm';
import type { Certificate } from '../certificate/parse-certificate';
import type { Extension } from '../extension/extension';
import type { PublicKey } from '../key/public-key';
import { formatName } from '../name/name-text';
import type { CertificateRequest } from '../request/parse-request';
import { extensionName, extensionText } from './extension-text';

/** One line of a presentation. */
export interface DescribedField {
  readonly name: string;
  readonly value: string;
  /** Only for extensions. */
  readonly critical?: boolean;
}

/** A request field by field, in the order it is written in. */
export function describeRequest(request: CertificateRequest): readonly DescribedField[] {
  return [
    { name: 'version', value: String(request.version + 1n) },
    { name: 'subject', value: formatName(request.subject) },
    { name: 'public key', value: keyText(request.publicKey, request.publicKeyAlgorithm) },
    ...request.extensions.map(describeExtension),
    { name: 'signature', value: signatureText(request.signatureAlgorithm, request.signatureAlgorithmOid) },
  ];
}

/** A certificate field by field, in the order it is written in. */
export function describeCertificate(certificate: Certificate): readonly DescribedField[] {
  return [
    { name: 'version', value: String(certificate.version) },
    { name: 'serial number', value: certificate.serialNumber.toString(16) },
    { name: 'issuer', value: formatName(certificate.issuer) },
    { name: 'not before', value: timeText(certificate.notBefore) },
    { name: 'not after', value: timeText(certificate.notAfter) },
    { name: 'subject', value: formatName(certificate.subject) },
    { name: 'public key', value: keyText(certificate.publicKey, certificate.publicKeyAlgorithm) },
    ...certificate.extensions.map(describeExtension),
    { name: 'signature', value: signatureText(certificate.signatureAlgorithm, certificate.signatureAlgorithmOid) },
  ];
}

export function describeExtension(extension: Extension): DescribedField {
  return { name: extensionName(extension.oid), value: extensionText(extension), critical: extension.critical };
}

/** `RSA 2048`, `ECDSA P-256`, `Ed25519`, or the algorithm's identifier. */
export function keyText(key: PublicKey | undefined, algorithm: AlgorithmIdentifier): string {
  if (key === undefined) return algorithm.oid;
  if (key.kind === 'RSA') return `RSA ${key.bits}`;
  return key.kind === 'ECDSA' ? `ECDSA ${key.curve.name}` : key.kind;
}

/** RFC 3339, UTC. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}

function signatureText(algorithm: SignatureAlgorithm | undefined, oid: string): string {
  return algorithm?.name ?? oid;
}

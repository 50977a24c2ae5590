import { decodeAllPem, encodePem, parseCertificate } from '../../pki';
import type { Certificate, CertificateRequest } from '../../pki';

const CHECK_FAULT = "vcert error: your data contains problems: request doesn't match certificate: ";

/** A server's bundle with its first certificate checked against the request: the PEM of all. Throws vcert's texts. */
export function checkedBundle(bundle: Uint8Array, request: CertificateRequest): string {
  const certificates = decodeAllPem(bundle)
    .filter(({ type }) => type === 'CERTIFICATE')
    .map(({ bytes }) => parseCertificate(bytes));
  const [leaf] = certificates;
  if (leaf === undefined) throw new Error(`${CHECK_FAULT}invalid pem format certificate `);
  checkKey(leaf, request);
  return certificates.map(({ raw }) => encodePem('CERTIFICATE', raw)).join('\n');
}

/** As upstream, Ed25519 keys are not compared. */
function checkKey(
  { publicKey: issued, publicKeyKind: issuedKind }: Certificate,
  { publicKey: asked, publicKeyKind: askedKind }: CertificateRequest,
): void {
  if (issuedKind !== askedKind) throw new Error(`${CHECK_FAULT}unmatched key type: ${issuedKind ?? 0}, ${askedKind ?? 0}`);
  if (issued?.kind === 'RSA' && asked?.kind === 'RSA' && issued.modulus !== asked.modulus) {
    throw new Error(`${CHECK_FAULT}unmatched key modulus`);
  }
  if (issued?.kind !== 'ECDSA' || asked?.kind !== 'ECDSA') return;
  const half = (point: Uint8Array): string => point.subarray(1, (point.length + 1) / 2).join();
  if (half(issued.subjectPublicKey) !== half(asked.subjectPublicKey)) throw new Error(`${CHECK_FAULT}unmatched X for elliptic keys`);
}

import { decodeAllPem, decodeCertificates } from '../../../pki';

// As golang.org/x/crypto/acme.
const MOST_CERTIFICATES = 5;

/** DER of the certificates that a server sent, leaf first. Throws an Error with x/crypto/acme's text. */
export function readChain(body: string): readonly Uint8Array[] {
  const blocks = decodeAllPem(new TextEncoder().encode(body));
  const chain = blocks.map(({ type, bytes }) => {
    if (type !== 'CERTIFICATE') throw new Error(`acme: invalid PEM cert type "${type}"`);
    return bytes;
  });
  if (chain.length > MOST_CERTIFICATES) throw new Error('acme: certificate chain is too long');
  if (chain.length === 0) throw new Error('acme: certificate chain is empty');
  return chain;
}

/** The common name of whoever issued the topmost certificate of a chain; empty when it cannot be read. */
export function topIssuer(pem: string): string {
  try {
    return decodeCertificates(new TextEncoder().encode(pem), 'bundle').at(-1)?.issuer.commonName ?? '';
  } catch {
    return '';
  }
}

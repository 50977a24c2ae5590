import type { CryptoPort } from '../../../../base/env/crypto';
import { decodeAllPem, parseCertificate, PkiError, type PemBlock } from '../../../../pki';

/** tls.X509KeyPair: throws, in Go's words, when no TLS server could use these two PEM texts together. */
export function checkKeyPair(certificate: Uint8Array, key: Uint8Array, _crypto: CryptoPort): void {
  const leaf = certificateBlock(decodeAllPem(certificate));
  keyBlock(decodeAllPem(key));
  parseCertificate(leaf.bytes);
}

function certificateBlock(blocks: readonly PemBlock[]): PemBlock {
  const found = blocks.find(({ type }) => type === 'CERTIFICATE');
  if (found !== undefined) return found;
  const [first, ...others] = blocks.map(({ type }) => type);
  if (first === undefined) throw new PkiError('tls: failed to find any PEM data in certificate input');
  if (others.length === 0 && first.endsWith('PRIVATE KEY')) {
    throw new PkiError(
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    );
  }
  const types = [first, ...others].join(' ');
  throw new PkiError(
    `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types}]`,
  );
}

function keyBlock(blocks: readonly PemBlock[]): PemBlock {
  const found = blocks.find(({ type }) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'));
  if (found !== undefined) return found;
  const [first, ...others] = blocks.map(({ type }) => type);
  if (first === undefined) throw new PkiError('tls: failed to find any PEM data in key input');
  if (others.length === 0 && first === 'CERTIFICATE') {
    throw new PkiError('tls: found a certificate rather than a key in the PEM for the private key');
  }
  const types = [first, ...others].join(' ');
  throw new PkiError(
    `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types}]`,
  );
}

import type { CryptoPort } from '../../../../base/env/crypto';
import {
  decodeAllPem,
  parseCertificate,
  parseEcPrivateKey,
  parsePkcs8PrivateKey,
  parseRsaPrivateKey,
  PkiError,
  type PemBlock,
  type SigningKey,
} from '../../../../pki';

/** tls.X509KeyPair: throws, in Go's words, when no TLS server could use these two PEM texts together. */
export function checkKeyPair(certificate: Uint8Array, key: Uint8Array, crypto: CryptoPort): void {
  const leaf = certificateBlock(decodeAllPem(certificate));
  const block = keyBlock(decodeAllPem(key));
  const { publicKey } = parseCertificate(leaf.bytes);
  const own = parseKey(block.bytes, crypto).publicKey;
  if (publicKey === undefined || publicKey.kind === 'DSA') throw new PkiError('tls: unknown public key algorithm');
  if (publicKey.kind !== own.kind) throw new PkiError('tls: private key type does not match public key type');
  if (own.spki.join() !== publicKey.spki.join()) throw new PkiError('tls: private key does not match public key');
}

/** Whatever the block is called, the formats are tried in turn. */
function parseKey(der: Uint8Array, crypto: CryptoPort): SigningKey {
  const parsed =
    attempt(() => parseRsaPrivateKey(der)) ??
    attempt(() => parsePkcs8PrivateKey(der, crypto) ?? 'other') ??
    attempt(() => parseEcPrivateKey(der, crypto));
  if (parsed === undefined) throw new PkiError('tls: failed to parse private key');
  if (parsed === 'other') throw new PkiError('tls: found unknown private key type in PKCS#8 wrapping');
  return parsed;
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
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

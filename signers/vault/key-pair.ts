import type { CryptoPort } from '../../base/env/crypto';
import { decodeAllPem, decodeCertificates, decodePrivateKey, sameKey } from '../../pki';

/** tls.X509KeyPair: throws its texts when the two cannot be used together. */
export function keyPair(cert: string, key: string, crypto: CryptoPort): { cert: string; key: string } {
  const encoder = new TextEncoder();
  const has = (pem: string, label: (type: string) => boolean): boolean => decodeAllPem(encoder.encode(pem)).some(({ type }) => label(type));
  if (!has(cert, (type) => type === 'CERTIFICATE')) throw new Error('tls: failed to find any PEM data in certificate input');
  if (!has(key, (type) => type.endsWith('PRIVATE KEY'))) throw new Error('tls: failed to find any PEM data in key input');
  const [leaf] = decodeCertificates(encoder.encode(cert), 'chain');
  const { publicKey } = decodePrivateKey(encoder.encode(key), crypto);
  if (leaf?.publicKey === undefined || !sameKey(leaf.publicKey, publicKey)) throw new Error('tls: private key does not match public key');
  return { cert, key };
}

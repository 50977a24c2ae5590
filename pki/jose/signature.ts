import type { CryptoPort, SignatureScheme } from '../../base/env/crypto';
import { toOctets } from '../big';
import { concatBytes, toBigInt } from '../bytes';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { sequence, unsignedInteger } from '../der/writer';
import { PkiError } from '../error';
import type { PublicKey } from '../key/public-key';
import type { SigningKey } from '../key/signing-key';

/** JSON Web Algorithms (RFC 7518, RFC 8037) that sign with a private key. */
export type JwsAlgorithm = 'RS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA';

export const JWS_ALGORITHMS: readonly JwsAlgorithm[] = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const SCHEMES: Readonly<Record<JwsAlgorithm, SignatureScheme>> = {
  RS256: { kind: 'RSA', hash: 'SHA-256' },
  ES256: { kind: 'ECDSA', hash: 'SHA-256' },
  ES384: { kind: 'ECDSA', hash: 'SHA-384' },
  ES512: { kind: 'ECDSA', hash: 'SHA-512' },
  EdDSA: { kind: 'Ed25519' },
};

const CURVE_ALGORITHMS: Readonly<Record<string, JwsAlgorithm>> = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };

/** The one algorithm that a key signs with; undefined when there is none. */
export function jwsAlgorithm(key: PublicKey): JwsAlgorithm | undefined {
  if (key.kind === 'RSA') return 'RS256';
  if (key.kind === 'Ed25519') return 'EdDSA';
  return key.kind === 'ECDSA' ? CURVE_ALGORITHMS[key.curve.name] : undefined;
}

/** ECDSA gives r and s side by side, as JWS wants them. */
export function signForJws(key: SigningKey, message: Uint8Array, crypto: CryptoPort): Uint8Array {
  const algorithm = jwsAlgorithm(key.publicKey);
  if (algorithm === undefined) throw new PkiError(`a ${key.publicKey.kind} key signs no JWS`);
  const signature = crypto.sign(SCHEMES[algorithm], key.pkcs8, message);
  return key.publicKey.kind === 'ECDSA' ? sideBySide(signature, key.publicKey.curve.size) : signature;
}

/** False for a signature of the wrong length, too. `key` must be of the algorithm that `jwsAlgorithm` says. */
export function verifyForJws(key: PublicKey, message: Uint8Array, signature: Uint8Array, crypto: CryptoPort): boolean {
  const algorithm = jwsAlgorithm(key);
  if (algorithm === undefined || key.kind === 'DSA') return false;
  if (key.kind !== 'ECDSA') return crypto.verify(SCHEMES[algorithm], key.spki, message, signature);
  const { size } = key.curve;
  if (signature.length !== 2 * size) return false;
  const [r, s] = [toBigInt(signature.subarray(0, size)), toBigInt(signature.subarray(size))];
  const der = sequence(unsignedInteger(toOctets(r)), unsignedInteger(toOctets(s)));
  return crypto.verify(SCHEMES[algorithm], key.spki, message, der);
}

function sideBySide(der: Uint8Array, size: number): Uint8Array {
  const numbers = new DerReader(der).read(TAG.sequence);
  const [r, s] = [numbers?.bigInteger(), numbers?.bigInteger()];
  if (r === undefined || s === undefined) throw new PkiError('the crypto port gave an ECDSA signature that is no DER');
  return concatBytes([toOctets(r, size), toOctets(s, size)]);
}

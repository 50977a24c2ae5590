import type { CryptoPort } from '../../../../base/env/crypto';
import type { RandomStream } from '../../../../base/env/ports';
import { keyIdOf, type JwtAlgorithm, type JwtSigningKey } from './jwt';

const RSA_BITS = 2048;

/** A new key for service-account tokens. @default ES256, whose keys are made at once */
export function generateTokenKey(crypto: CryptoPort, random: RandomStream, algorithm: JwtAlgorithm = 'ES256'): JwtSigningKey {
  const spec = algorithm === 'ES256' ? ({ kind: 'ECDSA', curve: 'P-256' } as const) : ({ kind: 'RSA', bits: RSA_BITS } as const);
  const { pkcs8, spki } = crypto.generate(spec, random);
  return { algorithm, id: keyIdOf(crypto, spki), pkcs8, spki };
}

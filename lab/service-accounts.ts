import type { CryptoPort } from '../base/env/crypto';
import type { Random } from '../base/env/ports';
import { keyIdOf, serviceAccountTokens, type ServiceAccountTokens } from '../sim/kubernetes/access';

/** The issuer that a cluster has unless somebody gives it another. */
const ISSUER = 'https://kubernetes.default.svc';

// P-256: a key is there in a tenth of a millisecond, where RSA takes a hundred.
const KEY = { kind: 'ECDSA', curve: 'P-256' } as const;

/** Tokens of service accounts, signed with a key of this lab alone. */
export function createServiceAccountTokens({ random, crypto }: { random: Random; crypto: CryptoPort }): ServiceAccountTokens {
  const { pkcs8, spki } = crypto.generate(KEY, random.stream('service-account-key'));
  return serviceAccountTokens({ crypto, issuer: ISSUER, signingKey: { algorithm: 'ES256', id: keyIdOf(crypto, spki), spki, pkcs8 } });
}

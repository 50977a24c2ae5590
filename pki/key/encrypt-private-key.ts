import type { CryptoPort } from '../../base/env/crypto';
import type { RandomStream } from '../../base/env/ports';
import { NULL, objectIdentifier, octetString, sequence, smallInteger } from '../der/writer';

const OID = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
};

const ITERATIONS = 2048;
const OCTETS = 16;

/** EncryptedPrivateKeyInfo of a PKCS #8 key: PBES2 (RFC 8018 appendix A.4) with AES-256-CBC, as OpenSSL writes it. */
export function encryptPrivateKey(pkcs8: Uint8Array, password: string, tools: { crypto: CryptoPort; random: RandomStream }): Uint8Array {
  const { crypto, random } = tools;
  const [salt, iv] = [random.bytes(OCTETS), random.bytes(OCTETS)];
  const derivation = sequence(octetString(salt), smallInteger(ITERATIONS), sequence(objectIdentifier(OID.hmacWithSha256), NULL));
  const scheme = sequence(sequence(objectIdentifier(OID.pbkdf2), derivation), sequence(objectIdentifier(OID.aes256Cbc), octetString(iv)));
  const encrypted = crypto.encrypt(pkcs8, { password, salt, iterations: ITERATIONS, iv });
  return sequence(sequence(objectIdentifier(OID.pbes2), scheme), octetString(encrypted));
}

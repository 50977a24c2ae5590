import { unmarshal } from '../../pki/asn1/types';
import { contextConstructed } from '../../pki/der/tags';
import { bitString, objectIdentifier, octetString, sequence, smallInteger, tlv } from '../../pki/der/writer';
import { ecPrivateKey, pkcs8 } from '../../pki/key/private-structures';
import { encodePem } from '../../pki';
import type { SigningKey } from '../../pki';

export type KeyEncoding = 'PKCS1' | 'PKCS8';

/** PEM as cert-manager writes keys: what it calls PKCS1 is PKCS #1 for RSA, SEC 1 for ECDSA and PKCS #8 for Ed25519. */
export function privateKeyPem({ pkcs8: der, publicKey }: SigningKey, encoding: KeyEncoding): string {
  if (encoding === 'PKCS8' || publicKey.kind === 'Ed25519' || publicKey.kind === 'DSA') return encodePem('PRIVATE KEY', der);
  const inner = unmarshal(pkcs8, der).value.privateKey;
  if (publicKey.kind === 'RSA') return encodePem('RSA PRIVATE KEY', inner);
  const scalar = unmarshal(ecPrivateKey, inner).value.privateKey;
  const curve = tlv(contextConstructed(0), objectIdentifier(publicKey.curve.oid));
  const point = tlv(contextConstructed(1), bitString(publicKey.subjectPublicKey));
  return encodePem('EC PRIVATE KEY', sequence(smallInteger(1), octetString(scalar), curve, point));
}

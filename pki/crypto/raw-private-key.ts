import { octets, oidType, unmarshal } from '../asn1/types';
import { PkiError } from '../error';
import { curveByOid, type Curve } from '../key/curves';
import { ecPrivateKey, pkcs8 as pkcs8Type } from '../key/private-structures';
import { ECDSA_OID, ED25519_OID } from '../key/public-key';

/** What a PKCS #8 key is at heart. */
export type RawPrivateKey =
  { readonly kind: 'ECDSA'; readonly curve: Curve; readonly scalar: Uint8Array } | { readonly kind: 'Ed25519'; readonly seed: Uint8Array };

/** Reads keys this room has written, or a back end has made. */
export function readRawPrivateKey(pkcs8: Uint8Array): RawPrivateKey {
  const { algorithm, privateKey } = unmarshal(pkcs8Type, pkcs8).value;
  if (algorithm.oid === ED25519_OID) return { kind: 'Ed25519', seed: unmarshal(octets, privateKey).value };
  const curve = algorithm.oid === ECDSA_OID ? curveByOid(unmarshal(oidType, algorithm.parameters).value) : undefined;
  if (curve === undefined) throw new PkiError(`no ECDSA or Ed25519 key, but one of algorithm ${algorithm.oid}`);
  return { kind: 'ECDSA', curve, scalar: unmarshal(ecPrivateKey, privateKey).value.privateKey };
}

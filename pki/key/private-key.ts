import type { CryptoPort } from '../../base/env/crypto';
import { unmarshal, octets, oidType } from '../asn1/types';
import { toOctets } from '../big';
import { toBigInt } from '../bytes';
import { PkiError } from '../error';
import { curveByOid, type Curve } from './curves';
import { encodeEcPkcs8, encodeEd25519Pkcs8, encodeRsaPkcs8 } from './encode-private-key';
import { ecPrivateKey, otherFormatHint, pkcs8 } from './private-structures';
import { parsePublicKeyInfo } from './public-key-info';
import { ECDSA_OID, ED25519_OID, RSA_OID, rsaPublicKey } from './public-key';
import { parsePkcs1 } from './rsa-private-key';
import type { SigningKey } from './signing-key';

const X25519_OID = '1.3.101.110';
const CURVE25519_SIZE = 32;

/** x509.ParsePKCS8PrivateKey; bytes behind the key are ignored. Undefined for a key that is good but cannot sign (X25519). */
export function parsePkcs8PrivateKey(der: Uint8Array, crypto: CryptoPort): SigningKey | undefined {
  const { algorithm, privateKey } = readPkcs8(der);
  switch (algorithm.oid) {
    case RSA_OID:
      return embedded('RSA', () => parseRsaPrivateKey(privateKey));
    case ECDSA_OID:
      return embedded('EC', () => ecKey(privateKey, namedCurve(algorithm.parameters), crypto));
    case ED25519_OID:
      return ed25519Key(algorithm.parameters, privateKey, crypto);
    case X25519_OID: {
      checkX25519(algorithm.parameters, privateKey);
      return;
    }
    default:
      throw new PkiError(`x509: PKCS#8 wrapping contained private key with unknown algorithm: ${algorithm.oid}`);
  }
}

/** x509.ParsePKCS1PrivateKey. */
export function parseRsaPrivateKey(der: Uint8Array): SigningKey {
  const numbers = parsePkcs1(der);
  return { pkcs8: encodeRsaPkcs8(numbers), publicKey: rsaPublicKey(numbers.modulus, numbers.publicExponent) };
}

/** x509.ParseECPrivateKey. */
export function parseEcPrivateKey(der: Uint8Array, crypto: CryptoPort): SigningKey {
  return ecKey(der, undefined, crypto);
}

function readPkcs8(der: Uint8Array): ReturnType<typeof pkcs8.read> {
  try {
    return unmarshal(pkcs8, der).value;
  } catch (error) {
    throw otherFormatHint(der, ['ec', 'pkcs1']) ?? error;
  }
}

function embedded(kind: string, parse: () => SigningKey): SigningKey {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new PkiError(`x509: failed to parse ${kind} private key embedded in PKCS#8: ${error.message}`);
  }
}

function namedCurve(parameters: Uint8Array): string | undefined {
  try {
    return unmarshal(oidType, parameters).value;
  } catch {
    return undefined;
  }
}

function ecKey(der: Uint8Array, outerCurve: string | undefined, crypto: CryptoPort): SigningKey {
  const key = readEcKey(der);
  if (key.version !== 1n) throw new PkiError(`x509: unknown EC private key version ${key.version}`);
  const curve = curveByOid(outerCurve ?? key.curve ?? '');
  if (curve === undefined) throw new PkiError('x509: unknown elliptic curve');
  const scalar = checkedScalar(curve, key.privateKey);
  return keyOf(encodeEcPkcs8(curve, toOctets(scalar, curve.size)), crypto);
}

function readEcKey(der: Uint8Array): ReturnType<typeof ecPrivateKey.read> {
  try {
    return unmarshal(ecPrivateKey, der).value;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw otherFormatHint(der, ['pkcs8', 'pkcs1']) ?? new PkiError(`x509: failed to parse EC private key: ${error.message}`);
  }
}

// Zeros in front may be missing or too many, against SEC 1.
function checkedScalar(curve: Curve, octets: Uint8Array): bigint {
  const surplus = octets.subarray(0, Math.max(0, octets.length - curve.size));
  if (surplus.some((octet) => octet !== 0)) throw new PkiError('x509: invalid private key length');
  const scalar = toBigInt(octets);
  if (scalar % curve.n === 0n) throw new PkiError('ecdsa: invalid public key encoding');
  if (scalar >= curve.n) throw new PkiError('input overflows the modulus');
  return scalar;
}

function ed25519Key(parameters: Uint8Array, privateKey: Uint8Array, crypto: CryptoPort): SigningKey {
  const seed = curve25519Octets('Ed25519', parameters, privateKey);
  if (seed.length !== CURVE25519_SIZE) throw new PkiError(`x509: invalid Ed25519 private key length: ${seed.length}`);
  return keyOf(encodeEd25519Pkcs8(seed), crypto);
}

function checkX25519(parameters: Uint8Array, privateKey: Uint8Array): undefined {
  const scalar = curve25519Octets('X25519', parameters, privateKey);
  if (scalar.length !== CURVE25519_SIZE) throw new PkiError('crypto/ecdh: invalid private key size');
}

function curve25519Octets(name: string, parameters: Uint8Array, privateKey: Uint8Array): Uint8Array {
  if (parameters.length > 0) throw new PkiError(`x509: invalid ${name} private key parameters`);
  try {
    return unmarshal(octets, privateKey).value;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new PkiError(`x509: invalid ${name} private key: ${error.message}`);
  }
}

function keyOf(der: Uint8Array, crypto: CryptoPort): SigningKey {
  const publicKey = parsePublicKeyInfo(crypto.publicKeyOf(der));
  if (publicKey === undefined) throw new PkiError(`crypto port ${crypto.name} derived a public key of an unknown algorithm`);
  return { pkcs8: der, publicKey };
}

import type { HashName, SignatureScheme } from '../../base/env/crypto';
import { fromHex } from '../bytes';
import { NULL, objectIdentifier, sequence } from '../der/writer';
import { pssHash } from './pss';

export type KeyKind = 'RSA' | 'DSA' | 'ECDSA' | 'Ed25519';

export interface SignatureAlgorithm {
  /** As Go prints it. */
  readonly name: string;
  readonly keyKind: KeyKind;
  /** Undefined where nobody verifies it (DSA). */
  readonly scheme?: SignatureScheme;
  /** The whole AlgorithmIdentifier written into certificates. */
  readonly identifier: Uint8Array;
}

const PSS_OID = '1.2.840.113549.1.1.10';
const ED25519_OID = '1.3.101.112';

export const RSA_SHA256 = rsa('SHA256-RSA', '1.2.840.113549.1.1.11', 'SHA-256');
export const RSA_SHA384 = rsa('SHA384-RSA', '1.2.840.113549.1.1.12', 'SHA-384');
export const RSA_SHA512 = rsa('SHA512-RSA', '1.2.840.113549.1.1.13', 'SHA-512');
export const ECDSA_SHA256 = ecdsa('ECDSA-SHA256', '1.2.840.10045.4.3.2', 'SHA-256');
export const ECDSA_SHA384 = ecdsa('ECDSA-SHA384', '1.2.840.10045.4.3.3', 'SHA-384');
export const ECDSA_SHA512 = ecdsa('ECDSA-SHA512', '1.2.840.10045.4.3.4', 'SHA-512');
export const ED25519: SignatureAlgorithm = {
  name: 'Ed25519',
  keyKind: 'Ed25519',
  scheme: { kind: 'Ed25519' },
  identifier: sequence(objectIdentifier(ED25519_OID)),
};

const SHA1_RSA = rsa('SHA1-RSA', '1.2.840.113549.1.1.5', 'SHA-1');

const BY_OID: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['1.2.840.113549.1.1.4', rsa('MD5-RSA', '1.2.840.113549.1.1.4', 'MD5')],
  ['1.2.840.113549.1.1.5', SHA1_RSA],
  // ISO's name for the same; makecert.exe writes it.
  ['1.3.14.3.2.29', SHA1_RSA],
  ['1.2.840.113549.1.1.11', RSA_SHA256],
  ['1.2.840.113549.1.1.12', RSA_SHA384],
  ['1.2.840.113549.1.1.13', RSA_SHA512],
  ['1.2.840.10040.4.3', dsa('DSA-SHA1', '1.2.840.10040.4.3')],
  ['2.16.840.1.101.3.4.3.2', dsa('DSA-SHA256', '2.16.840.1.101.3.4.3.2')],
  ['1.2.840.10045.4.1', ecdsa('ECDSA-SHA1', '1.2.840.10045.4.1', 'SHA-1')],
  ['1.2.840.10045.4.3.2', ECDSA_SHA256],
  ['1.2.840.10045.4.3.3', ECDSA_SHA384],
  ['1.2.840.10045.4.3.4', ECDSA_SHA512],
  [ED25519_OID, ED25519],
]);

// RFC 4055 section 3.1 with MGF1 over the same hash and a salt as long as the hash.
const PSS: ReadonlyMap<HashName, SignatureAlgorithm> = new Map([
  ['SHA-256', pss('SHA-256', '01', 0x20)],
  ['SHA-384', pss('SHA-384', '02', 0x30)],
  ['SHA-512', pss('SHA-512', '03', 0x40)],
]);

/** Undefined when it is none Go knows; `parameters` is the whole element, empty when absent. Only PSS and Ed25519 look at it. */
export function signatureAlgorithmOf(oid: string, parameters: Uint8Array): SignatureAlgorithm | undefined {
  if (oid === ED25519_OID && parameters.length > 0) return undefined;
  if (oid !== PSS_OID) return BY_OID.get(oid);
  const hash = pssHash(parameters);
  return hash === undefined ? undefined : PSS.get(hash);
}

function rsa(name: string, oid: string, hash: HashName): SignatureAlgorithm {
  return { name, keyKind: 'RSA', scheme: { kind: 'RSA', hash }, identifier: sequence(objectIdentifier(oid), NULL) };
}

function ecdsa(name: string, oid: string, hash: HashName): SignatureAlgorithm {
  return { name, keyKind: 'ECDSA', scheme: { kind: 'ECDSA', hash }, identifier: sequence(objectIdentifier(oid)) };
}

function dsa(name: string, oid: string): SignatureAlgorithm {
  return { name, keyKind: 'DSA', identifier: sequence(objectIdentifier(oid)) };
}

function pss(hash: HashName, lastArc: string, saltLength: number): SignatureAlgorithm {
  const hashIdentifier = `300d06096086480165030402${lastArc}0500`;
  const salt = saltLength.toString(16);
  const parameters = fromHex(`3034a00f${hashIdentifier}a11c301a06092a864886f70d010108${hashIdentifier}a2030201${salt}`);
  return {
    name: `${hash.replace('-', '')}-RSAPSS`,
    keyKind: 'RSA',
    scheme: { kind: 'RSA-PSS', hash },
    identifier: sequence(objectIdentifier(PSS_OID), parameters),
  };
}

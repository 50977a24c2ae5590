import type { CryptoPort } from '../../base/env/crypto';
import type { RandomStream } from '../../base/env/ports';
import { EXT_KEY_USAGE } from '../extension/ext-key-usage';
import { KEY_USAGE } from '../extension/key-usage';
import { NO_NAMES, type SubjectAltNames } from '../extension/san';
import type { PublicKey } from '../key/public-key';
import type { SigningKey } from '../key/signing-key';
import { encodeName } from '../name/encode-name';
import type { NameParts } from '../name/name';
import { createCertificate, type IssuerFacts } from './create-certificate';
import { randomSerial } from './serial';

/** The certificates a lab needs for itself. Times are seconds since 1970. */
export interface SimpleCertificate extends Partial<SubjectAltNames> {
  readonly subject: NameParts;
  readonly notBefore: number;
  readonly notAfter: number;
  /** An authority may sign certificates; an end entity serves, or authenticates as a client, or both. @default 'authority' */
  readonly role?: 'authority' | 'server' | 'client' | 'server and client';
}

/** What signing takes: where serial numbers come from, and cryptography. */
export interface SigningTools {
  readonly random: RandomStream;
  readonly crypto: CryptoPort;
}

/** A certificate over its own key: DER. */
export function createSelfSignedCertificate(certificate: SimpleCertificate, key: SigningKey, tools: SigningTools): Uint8Array {
  return signCertificate(certificate, key.publicKey, { certificate: { rawSubject: encodeName(certificate.subject) }, key }, tools);
}

/** Who signs; a parsed Certificate will do for `certificate`. */
export interface Authority {
  readonly certificate: IssuerFacts;
  readonly key: SigningKey;
}

/** A certificate over somebody's public key: DER. */
export function signCertificate(
  certificate: SimpleCertificate,
  publicKey: PublicKey,
  authority: Authority,
  { random, crypto }: SigningTools,
): Uint8Array {
  const { subject, notBefore, notAfter, role = 'authority' } = certificate;
  const template = {
    ...{ serialNumber: randomSerial(random), rawSubject: encodeName(subject), notBefore, notAfter, publicKey },
    ...usages(role),
    basicConstraints: { isCa: role === 'authority' },
    subjectAltNames: { ...NO_NAMES, ...certificate },
  };
  return createCertificate(template, authority.certificate, authority.key, crypto);
}

function usages(role: NonNullable<SimpleCertificate['role']>): { keyUsage: number; extKeyUsage?: readonly string[] } {
  if (role === 'authority') return { keyUsage: KEY_USAGE.digitalSignature | KEY_USAGE.keyCertSign | KEY_USAGE.cRLSign };
  const server = role.startsWith('server') ? [EXT_KEY_USAGE.serverAuth] : [];
  const client = role.endsWith('client') ? [EXT_KEY_USAGE.clientAuth] : [];
  return { keyUsage: KEY_USAGE.digitalSignature | KEY_USAGE.keyEncipherment, extKeyUsage: [...server, ...client] };
}

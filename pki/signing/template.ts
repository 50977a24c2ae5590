import type { CryptoPort } from '../../base/env/crypto';
import { equalBytes } from '../bytes';
import type { CertificateTemplate } from '../certificate/create-certificate';
import { PkiError } from '../error';
import { unmarshalBasicConstraints } from '../extension/basic-constraints';
import { unmarshalExtKeyUsage } from '../extension/ext-key-usage';
import { EXTENSION, type Extension } from '../extension/extension';
import { unmarshalKeyUsage } from '../extension/key-usage';
import { unmarshalNameConstraints, type NameConstraints } from '../extension/name-constraints';
import { checkRequestSignature } from '../request/check-request';
import type { CertificateRequest } from '../request/parse-request';
import { extKeyUsageNames, keyUsageNames, readUsages, type Usages } from '../usage/usages';
import { decodeRequest } from './decode';

/** What a requester asks for, as plain values. */
export interface SigningRequest {
  readonly pem: Uint8Array;
  /** Usage strings; none means digital signature and key encipherment. */
  readonly usages: readonly string[];
  readonly isCa: boolean;
  /** Nanoseconds since 1970. */
  readonly now: bigint;
  /** Nanoseconds. */
  readonly duration: bigint;
}

/** A certificate but for its serial number. */
export type TemplateWithoutSerial = Omit<CertificateTemplate, 'serialNumber'>;

const DEFAULT_USAGES = ['digital signature', 'key encipherment'];
const NANOSECONDS = 1_000_000_000n;
const EMPTY_NAME = Uint8Array.of(0x30, 0);

/** The certificate cert-manager makes of a request: names, key and constraints from the request, usages and validity from beside it. */
export function templateFromRequest(asked: SigningRequest, crypto: CryptoPort): TemplateWithoutSerial {
  const usages = readUsages(asked.usages.length === 0 ? DEFAULT_USAGES : asked.usages);
  if (usages.unknown.length > 0) throw new PkiError(`unknown key usages: [${usages.unknown.join(' ')}]`);
  const request = decodeRequest(asked.pem);
  checkRequestSignature(request, crypto);
  const encoded = readRequested(request.extensions);
  checkBasicConstraints(encoded, asked.isCa);
  checkUsages(encoded, usages);
  return {
    rawSubject: request.rawSubject,
    publicKey: request.publicKey,
    notBefore: seconds(asked.now),
    notAfter: seconds(asked.now + asked.duration),
    keyUsage: usages.keyUsage,
    extKeyUsage: [...usages.extKeyUsage, ...encoded.unknownExtKeyUsage],
    basicConstraints: { isCa: asked.isCa },
    ...(encoded.nameConstraints === undefined ? {} : { nameConstraints: encoded.nameConstraints }),
    extraExtensions: alternativeNames(request),
  };
}

// Times lose their fraction when they are written.
function seconds(nanoseconds: bigint): number {
  const whole = nanoseconds / NANOSECONDS;
  return Number(nanoseconds < whole * NANOSECONDS ? whole - 1n : whole);
}

interface Requested {
  readonly isCa: boolean | undefined;
  readonly keyUsage: number | undefined;
  readonly extKeyUsage: readonly string[] | undefined;
  readonly unknownExtKeyUsage: readonly string[];
  readonly nameConstraints: (NameConstraints & { readonly critical: boolean }) | undefined;
}

const NOTHING: Requested = {
  isCa: undefined,
  keyUsage: undefined,
  extKeyUsage: undefined,
  unknownExtKeyUsage: [],
  nameConstraints: undefined,
};

const READERS: ReadonlyMap<string, (extension: Extension) => Partial<Requested>> = new Map<
  string,
  (extension: Extension) => Partial<Requested>
>([
  [EXTENSION.basicConstraints, ({ value }) => ({ isCa: unmarshalBasicConstraints(value).isCa })],
  [EXTENSION.nameConstraints, ({ value, critical }) => ({ nameConstraints: { ...unmarshalNameConstraints(value), critical } })],
  [EXTENSION.keyUsage, ({ value }) => ({ keyUsage: unmarshalKeyUsage(value) })],
  [EXTENSION.extKeyUsage, readExtKeyUsage],
]);

// The first malformed extension, in the order of the request, is the one reported.
function readRequested(extensions: readonly Extension[]): Requested {
  return extensions.reduce<Requested>((read, extension) => ({ ...read, ...READERS.get(extension.oid)?.(extension) }), NOTHING);
}

function readExtKeyUsage({ value }: Extension): Partial<Requested> {
  const { known, unknown } = unmarshalExtKeyUsage(value);
  return { extKeyUsage: known, unknownExtKeyUsage: unknown };
}

function checkBasicConstraints({ isCa }: Requested, expected: boolean): void {
  if (isCa === undefined || isCa === expected) return;
  throw new PkiError(`encoded CSR error: IsCA ${isCa} does not match expected value ${expected}`);
}

// Either extension makes both count; an absent one is empty then.
function checkUsages({ keyUsage, extKeyUsage }: Requested, expected: Usages): void {
  if (keyUsage === undefined && extKeyUsage === undefined) return;
  if ((keyUsage ?? 0) !== expected.keyUsage) {
    const [found, wanted] = [keyUsage ?? 0, expected.keyUsage].map((bits) => printed(keyUsageNames(bits)));
    throw new PkiError(`encoded CSR error: the KeyUsages ${found} do not match the expected KeyUsages ${wanted}`);
  }
  if ((extKeyUsage ?? []).join() !== expected.extKeyUsage.join()) {
    const [found, wanted] = [extKeyUsage ?? [], expected.extKeyUsage].map((oids) => printed(extKeyUsageNames(oids)));
    throw new PkiError(`encoded CSR error: the ExtKeyUsages ${found} do not match the expected ExtKeyUsages ${wanted}`);
  }
}

function printed(names: readonly string[]): string {
  return names.length === 0 ? '[]' : `[ ${names.map((name) => `'${name}'`).join(', ')} ]`;
}

// Copied byte for byte; critical exactly where there is no other name.
function alternativeNames({ extensions, rawSubject }: CertificateRequest): readonly Extension[] {
  const critical = equalBytes(rawSubject, EMPTY_NAME);
  return extensions.filter(({ oid }) => oid === EXTENSION.subjectAltName).map((extension) => ({ ...extension, critical }));
}

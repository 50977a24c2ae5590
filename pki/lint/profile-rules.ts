import { equalBytes } from '../bytes';
import { toOctets } from '../big';
import type { Certificate } from '../certificate/parse-certificate';
import { encodeTime } from '../certificate/encode-time';
import { DerReader } from '../der/reader';
import { contextConstructed, TAG } from '../der/tags';
import { unless, type LintRule } from './rule';

const LONGEST_SERIAL = 20;
const SMALLEST_RSA = 2048;

/** What every certificate must look like, whatever it is for. */
export const PROFILE_RULES: readonly LintRule[] = [
  {
    rule: 'version-3',
    section: '4.1.2.1',
    severity: 'error',
    check: ({ version, extensions }) =>
      unless(version === 3 || extensions.length === 0, `version ${version} has no extensions; a certificate with extensions is version 3`),
  },
  {
    rule: 'serial-positive',
    section: '4.1.2.2',
    severity: 'error',
    check: ({ serialNumber }) => unless(serialNumber > 0n, 'the serial number is not positive'),
  },
  {
    rule: 'serial-length',
    section: '4.1.2.2',
    severity: 'error',
    check: ({ serialNumber }) =>
      unless(
        encodedLength(serialNumber) <= LONGEST_SERIAL,
        `the serial number has ${encodedLength(serialNumber)} octets; at most 20 are allowed`,
      ),
  },
  {
    rule: 'signature-hash',
    section: 'RFC 6194',
    severity: 'warning',
    check: ({ signatureAlgorithm }) =>
      unless(
        !['MD5', 'SHA-1'].includes(signatureAlgorithm?.scheme?.hash ?? ''),
        `${signatureAlgorithm?.name ?? ''} signatures can be forged; verifiers refuse them`,
      ),
  },
  {
    rule: 'validity-order',
    section: '4.1.2.5',
    severity: 'error',
    check: ({ notBefore, notAfter }) => unless(notBefore <= notAfter, 'the certificate ends before it begins'),
  },
  {
    rule: 'validity-encoding',
    section: '4.1.2.5',
    severity: 'error',
    check: (certificate) =>
      times(certificate).flatMap(({ name, seconds, element }) =>
        unless(
          equalBytes(element, encodeTime(seconds)),
          `${name} is not written as it must be: UTCTime through 2049 and GeneralizedTime after, in UTC with seconds`,
        ),
      ),
  },
  {
    rule: 'rsa-key-size',
    section: 'RFC 8301',
    severity: 'warning',
    check: ({ publicKey }) =>
      publicKey?.kind === 'RSA'
        ? unless(publicKey.bits >= SMALLEST_RSA, `an RSA key of ${publicKey.bits} bits is too weak; use 2048 or more`)
        : [],
  },
  {
    rule: 'known-key-algorithm',
    section: 'RFC 3279',
    severity: 'warning',
    check: ({ publicKey, publicKeyAlgorithm }) =>
      unless(publicKey !== undefined, `the public key has an algorithm few know (${publicKeyAlgorithm.oid})`),
  },
];

function encodedLength(serial: bigint): number {
  const octets = toOctets(serial);
  return octets.length + ((octets[0] ?? 0) >= 0x80 ? 1 : 0);
}

interface WrittenTime {
  readonly name: string;
  readonly seconds: number;
  readonly element: Uint8Array;
}

// The times as they stand in the certificate, found behind version, serial, algorithm and issuer.
function times({ rawTbs, notBefore, notAfter }: Certificate): readonly WrittenTime[] {
  const tbs = new DerReader(rawTbs).read(TAG.sequence);
  if (tbs?.peek(contextConstructed(0)) === true) tbs.anyElement();
  for (let i = 0; i < 3; i++) tbs?.anyElement();
  const validity = tbs?.read(TAG.sequence);
  const elements = [validity?.anyElement(), validity?.anyElement()];
  const [first, second] = elements;
  if (first === undefined || second === undefined) return [];
  return [
    { name: 'notBefore', seconds: notBefore, element: first },
    { name: 'notAfter', seconds: notAfter, element: second },
  ];
}

import { EXT_KEY_USAGE, extKeyUsageRank } from '../extension/ext-key-usage';
import { KEY_USAGE, type KeyUsageBits } from '../extension/key-usage';

// certificates.k8s.io KeyUsage. Where two strings mean the same, the last one is the one printed.
const KEY_USAGES: ReadonlyMap<string, KeyUsageBits> = new Map([
  ['signing', KEY_USAGE.digitalSignature],
  ['digital signature', KEY_USAGE.digitalSignature],
  ['content commitment', KEY_USAGE.contentCommitment],
  ['key encipherment', KEY_USAGE.keyEncipherment],
  ['data encipherment', KEY_USAGE.dataEncipherment],
  ['key agreement', KEY_USAGE.keyAgreement],
  ['cert sign', KEY_USAGE.keyCertSign],
  ['crl sign', KEY_USAGE.cRLSign],
  ['encipher only', KEY_USAGE.encipherOnly],
  ['decipher only', KEY_USAGE.decipherOnly],
]);

const EXT_KEY_USAGES: ReadonlyMap<string, string> = new Map([
  ['any', EXT_KEY_USAGE.any],
  ['server auth', EXT_KEY_USAGE.serverAuth],
  ['client auth', EXT_KEY_USAGE.clientAuth],
  ['code signing', EXT_KEY_USAGE.codeSigning],
  ['s/mime', EXT_KEY_USAGE.emailProtection],
  ['email protection', EXT_KEY_USAGE.emailProtection],
  ['ipsec end system', EXT_KEY_USAGE.ipsecEndSystem],
  ['ipsec tunnel', EXT_KEY_USAGE.ipsecTunnel],
  ['ipsec user', EXT_KEY_USAGE.ipsecUser],
  ['timestamping', EXT_KEY_USAGE.timeStamping],
  ['ocsp signing', EXT_KEY_USAGE.ocspSigning],
  ['microsoft sgc', EXT_KEY_USAGE.microsoftServerGatedCrypto],
  ['netscape sgc', EXT_KEY_USAGE.netscapeServerGatedCrypto],
]);

const BIT_NAMES = new Map([...KEY_USAGES].map(([name, bit]) => [bit, name]));
const OID_NAMES = new Map([...EXT_KEY_USAGES].map(([name, oid]) => [oid, name]));

export interface Usages {
  readonly keyUsage: KeyUsageBits;
  /** Object identifiers in the order of the strings, repeated where the strings are. */
  readonly extKeyUsage: readonly string[];
  /** Strings that mean nothing. */
  readonly unknown: readonly string[];
}

/** What usage strings of a CertificateSigningRequest mean in X.509. */
export function readUsages(strings: readonly string[]): Usages {
  return {
    keyUsage: strings.reduce((bits, text) => bits | (KEY_USAGES.get(text) ?? 0), 0),
    extKeyUsage: strings.flatMap((text) => EXT_KEY_USAGES.get(text) ?? []),
    unknown: strings.filter((text) => !KEY_USAGES.has(text) && !EXT_KEY_USAGES.has(text)),
  };
}

/** Usage strings of the bits, lowest first. */
export function keyUsageNames(usage: KeyUsageBits): readonly string[] {
  return [...BIT_NAMES].filter(([bit]) => (usage & bit) !== 0).map(([, name]) => name);
}

/** Usage strings in the given order; `unknown` where there is none. */
export function extKeyUsageNames(oids: readonly string[]): readonly string[] {
  return oids.map((oid) => OID_NAMES.get(oid) ?? 'unknown');
}

/** Without repetition, in the order of Go's constants. */
export function sortedExtKeyUsage(oids: readonly string[]): readonly string[] {
  return [...new Set(oids)].sort((a, b) => extKeyUsageRank(a) - extKeyUsageRank(b));
}

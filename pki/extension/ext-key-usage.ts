import { oidType, sequenceOf, unmarshal } from '../asn1/types';
import { DerReader } from '../der/reader';
import { TAG } from '../der/tags';
import { objectIdentifier, sequence } from '../der/writer';
import { PkiError } from '../error';
import { EXTENSION, type Extension } from './extension';

const PURPOSES = '1.3.6.1.5.5.7.3';

/** The extended key usages Go has names for, in the order of Go's constants. */
export const EXT_KEY_USAGE = {
  any: '2.5.29.37.0',
  serverAuth: `${PURPOSES}.1`,
  clientAuth: `${PURPOSES}.2`,
  codeSigning: `${PURPOSES}.3`,
  emailProtection: `${PURPOSES}.4`,
  ipsecEndSystem: `${PURPOSES}.5`,
  ipsecTunnel: `${PURPOSES}.6`,
  ipsecUser: `${PURPOSES}.7`,
  timeStamping: `${PURPOSES}.8`,
  ocspSigning: `${PURPOSES}.9`,
  microsoftServerGatedCrypto: '1.3.6.1.4.1.311.10.3.3',
  netscapeServerGatedCrypto: '2.16.840.1.113730.4.1',
  microsoftCommercialCodeSigning: '1.3.6.1.4.1.311.2.1.22',
  microsoftKernelCodeSigning: '1.3.6.1.4.1.311.61.1.1',
} as const;

const KNOWN: readonly string[] = Object.values(EXT_KEY_USAGE);

/** Both in the order they are written in. */
export interface ExtKeyUsages {
  readonly known: readonly string[];
  readonly unknown: readonly string[];
}

export function encodeExtKeyUsage(oids: readonly string[]): Extension {
  return { oid: EXTENSION.extKeyUsage, critical: false, value: sequence(...oids.map(objectIdentifier)) };
}

/** As cert-manager reads it in a request. */
export function unmarshalExtKeyUsage(value: Uint8Array): ExtKeyUsages {
  const { value: oids, rest } = unmarshal(sequenceOf(oidType), value);
  if (rest.length > 0) throw new PkiError('x509: trailing data after X.509 ExtendedKeyUsage');
  return sorted(oids);
}

/** As the certificate parser reads it. */
export function parseExtKeyUsage(value: Uint8Array): ExtKeyUsages {
  const items = new DerReader(value).read(TAG.sequence);
  if (items === undefined) throw new PkiError('x509: invalid extended key usages');
  const oids: string[] = [];
  while (!items.empty) {
    const oid = items.objectIdentifier();
    if (oid === undefined) throw new PkiError('x509: invalid extended key usages');
    oids.push(oid);
  }
  return sorted(oids);
}

/** Position among Go's constants; -1 for one it has no name for. */
export function extKeyUsageRank(oid: string): number {
  return KNOWN.indexOf(oid);
}

function sorted(oids: readonly string[]): ExtKeyUsages {
  return { known: oids.filter((oid) => KNOWN.includes(oid)), unknown: oids.filter((oid) => !KNOWN.includes(oid)) };
}

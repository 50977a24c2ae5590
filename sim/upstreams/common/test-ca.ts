import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, RandomStream } from '../../../base/env/ports';
import {
  createCertificate,
  createSelfSignedCertificate,
  encodePem,
  generateSigningKey,
  parseCertificate,
  signCertificate,
  type Certificate,
  type CertificateTemplate,
  type SigningKey,
} from '../../../pki';
import { randomSerial } from '../../../pki/certificate/serial';

export interface TestCaOptions {
  readonly clock: Clock;
  readonly random: RandomStream;
  readonly crypto: CryptoPort;
  /** Begins the subjects; that it is a test authority is said behind it: `Vault pki test authority`. */
  readonly label: string;
  /** Seconds that the certificate which issues is good for. @default five years */
  readonly lifetime?: number;
  /** Whether the root issues itself. @default false, an intermediate does */
  readonly rootOnly?: boolean;
}

/** Everything of a certificate that its authority does not decide. */
export type Leaf = Omit<CertificateTemplate, 'serialNumber'>;

export interface TestCa {
  /** The one that issues, then who signed it, up to the root. */
  readonly chain: readonly Certificate[];
  readonly root: Certificate;
  readonly issuer: Certificate;
  issue(leaf: Leaf): Certificate;
}

const YEAR = 365 * 24 * 3600;
const BACKDATED = 30;
const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;

/** An authority of a simulated upstream: its names say that nobody should trust it. */
export function createTestCa({ clock, random, crypto, label, lifetime = 5 * YEAR, rootOnly = false }: TestCaOptions): TestCa {
  const now = Math.floor(clock.now() / 1000);
  const tools = { random, crypto };
  const of = (what: string, seconds: number) => ({
    subject: { commonName: `${label} test ${what}`, organization: ['csrlab test authority'] },
    notBefore: now - BACKDATED,
    notAfter: now + seconds,
  });
  const rootKey = generateSigningKey(P256, random, crypto);
  const root = parseCertificate(createSelfSignedCertificate(of('root', rootOnly ? lifetime : 10 * YEAR), rootKey, tools));
  const below = (): { readonly certificate: Certificate; readonly key: SigningKey } => {
    const key = generateSigningKey(P256, random, crypto);
    const der = signCertificate(of('issuer', lifetime), key.publicKey, { certificate: root, key: rootKey }, tools);
    return { certificate: parseCertificate(der), key };
  };
  const { certificate: issuer, key } = rootOnly ? { certificate: root, key: rootKey } : below();
  return {
    chain: rootOnly ? [root] : [issuer, root],
    root,
    issuer,
    issue: (leaf) => parseCertificate(createCertificate({ ...leaf, serialNumber: randomSerial(random) }, issuer, key, crypto)),
  };
}

export function pemOf({ raw }: Certificate): string {
  return encodePem('CERTIFICATE', raw);
}

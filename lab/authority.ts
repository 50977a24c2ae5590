import type { CryptoPort } from '../base/env/crypto';
import type { Clock, Random } from '../base/env/ports';
import {
  encodePem,
  generateSigningKey,
  hostNames,
  parseCertificate,
  signCertificate,
  createSelfSignedCertificate,
  type Certificate,
  type SigningKey,
} from '../pki';
import { API_SERVER_HOSTS } from '../sim/kubernetes/serve/serving-certificate';

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const YEAR = 365 * 24 * 3600;
// Clocks of clients may be a little behind.
const BACKDATED = 300;

/** PEM. */
export interface Credentials {
  readonly certificate: string;
  readonly key: string;
}

export interface ClusterAuthority {
  /** PEM of the root that server and client certificates chain to. */
  readonly root: string;
  /** The same root for those who sign with it. */
  readonly signer: { readonly certificate: Certificate; readonly key: SigningKey };
  readonly serving: Credentials;
  /** A certificate that authenticates as the user and groups. */
  client(user: string, groups: readonly string[]): Credentials;
}

interface Tools {
  /** Of all who look at the certificates, and who need not agree: the lab's, and that of whoever connects to its sockets. */
  readonly clocks: readonly Pick<Clock, 'now'>[];
  readonly random: Random;
  readonly crypto: CryptoPort;
}

/** The cluster's own CA, as kubeadm makes one: it signs the server, its users, and requests for `kubernetes.io/*` signers. */
export function createClusterAuthority({ clocks, random, crypto }: Tools, hosts: readonly string[]): ClusterAuthority {
  const tools = { random: random.stream('cluster-authority'), crypto };
  const times = clocks.map((clock) => Math.floor(clock.now() / 1000));
  const validity = { notBefore: Math.min(...times) - BACKDATED, notAfter: Math.max(...times) + 10 * YEAR };
  const rootKey = generateSigningKey(P256, tools.random, crypto);
  const root = createSelfSignedCertificate({ subject: { commonName: 'kubernetes' }, ...validity }, rootKey, tools);
  const authority = { certificate: parseCertificate(root), key: rootKey };
  const issue = (template: Omit<Parameters<typeof signCertificate>[0], 'notBefore' | 'notAfter'>): Credentials => {
    const key = generateSigningKey(P256, tools.random, crypto);
    return credentials(signCertificate({ ...template, ...validity }, key.publicKey, authority, tools), key);
  };
  return {
    root: encodePem('CERTIFICATE', root),
    signer: authority,
    serving: issue({ subject: { commonName: 'kube-apiserver' }, role: 'server', ...hostNames([...API_SERVER_HOSTS, ...hosts]) }),
    client: (user, groups) => issue({ subject: { commonName: user, organization: [...groups] }, role: 'client' }),
  };
}

function credentials(certificate: Uint8Array, key: SigningKey): Credentials {
  return { certificate: encodePem('CERTIFICATE', certificate), key: encodePem('PRIVATE KEY', key.pkcs8) };
}

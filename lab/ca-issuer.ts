import type { CryptoPort } from '../base/env/crypto';
import type { Environment } from '../base/env/ports';
import { ApiError } from '../kube/api-error';
import type { KubeClient } from '../kube/client';
import type { Condition, KubeObject } from '../kube/meta';
import { Resources } from '../kube/resources';
import { sleep } from '../kube/sleep';
import type { Secret } from '../kube/types/core';
import { createSelfSignedCertificate, encodePem, generateSigningKey } from '../pki';
import { isManual } from './lab-clock';

interface Place {
  readonly admin: KubeClient;
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly clusterResourceNamespace: string;
}

interface Issuer extends KubeObject {
  spec: { ca: { secretName: string } };
  status?: { conditions?: Condition[] };
}

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const YEAR = 365 * 24 * 3600;
const LOOKS = 2000;

/** See `Lab.ca`. */
export async function createCaIssuer(issuer: string, place: Place): Promise<string> {
  const { root, read } = await writeCaIssuer(issuer, place);
  await ready(read, place.environment);
  return root;
}

/** The same for a cluster without the engine: nobody else would say that the issuer is Ready. */
export async function createReadyCaIssuer(issuer: string, place: Place): Promise<string> {
  const { root, read, ref, scope } = await writeCaIssuer(issuer, place);
  const condition = { type: 'Ready', status: 'True', reason: 'KeyPairVerified', message: 'Signing CA verified' };
  const lastTransitionTime = new Date(place.environment.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  const status = { conditions: [{ ...condition, lastTransitionTime, observedGeneration: 1 }] };
  await place.admin.update(ref, { ...(await read()), status }, { ...scope, subresource: 'status' });
  return root;
}

async function writeCaIssuer(issuer: string, place: Place) {
  const { admin, clusterResourceNamespace } = place;
  const [first = '', second] = issuer.split('/');
  const [namespace, name] = second === undefined ? [undefined, first] : [first, second];
  const secretNamespace = namespace ?? clusterResourceNamespace;
  await ensureNamespace(admin, secretNamespace);
  const { certificate, key } = newRoot(name, place);
  const secret: Secret = {
    metadata: { name: `${name}-ca`, namespace: secretNamespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) },
  };
  await admin.create(Resources.secrets, secret, { namespace: secretNamespace });
  const resource = namespace === undefined ? 'clusterissuers' : 'issuers';
  const ref = { group: 'cert-manager.io', version: 'v1', resource };
  const scope = namespace === undefined ? {} : { namespace };
  const kind = namespace === undefined ? 'ClusterIssuer' : 'Issuer';
  const object: Issuer = {
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name, ...scope },
    spec: { ca: { secretName: `${name}-ca` } },
  };
  await admin.create(ref, object, scope);
  return { root: certificate, ref, scope, read: () => admin.get<Issuer>(ref, name, scope) };
}

async function ensureNamespace(admin: KubeClient, name: string): Promise<void> {
  await admin.create<KubeObject>(Resources.namespaces, { metadata: { name } }).catch((error: unknown) => {
    if (!(error instanceof ApiError) || error.code !== 409) throw error;
  });
}

/** A self-signed root for a CA issuer's Secret: PEM. */
export function newRoot(
  name: string,
  { environment, crypto }: Pick<Place, 'environment' | 'crypto'>,
): { certificate: string; key: string } {
  const random = environment.random.stream('ca-issuer', name);
  const key = generateSigningKey(P256, random, crypto);
  const now = Math.floor(environment.clock.now() / 1000);
  const subject = { commonName: `${name} test root`, organization: ['csrlab test authority'] };
  const der = createSelfSignedCertificate({ subject, notBefore: now - 300, notAfter: now + 10 * YEAR }, key, { random, crypto });
  return { certificate: encodePem('CERTIFICATE', der), key: encodePem('PRIVATE KEY', key.pkcs8) };
}

async function ready(read: () => Promise<Issuer>, { clock }: Environment): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const { status } = await read();
    if (status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True')) return;
    await (isManual(clock) ? clock.settle() : sleep(clock, 5));
  }
  throw new Error(`the issuer is not Ready: ${JSON.stringify((await read()).status ?? 'the engine has not looked at it')}`);
}

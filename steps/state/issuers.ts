import { Resources } from '../../kube/resources';
import type { Condition, KubeObject } from '../../kube/meta';
import type { KubeClient } from '../../kube/client';
import type { Secret } from '../../kube/types/core';
import { eventually } from './eventually';
import { createAuthority } from './keys';
import { CLUSTER_ISSUERS, ISSUERS } from './resources';

export interface IssuerSpec {
  ca?: { secretName: string };
  selfSigned?: object;
}

export interface Issuer extends KubeObject {
  spec?: IssuerSpec;
  status?: { conditions?: Condition[] };
}

export interface IssuerPlace {
  readonly name: string;
  /** Absent for a ClusterIssuer. */
  readonly namespace?: string;
  /** Where its Secret is. */
  readonly secretNamespace: string;
}

/** Creates a CA issuer with a new root and waits until it is Ready. */
export async function createCaIssuer(admin: KubeClient, place: IssuerPlace): Promise<void> {
  await writeAuthority(admin, place, createAuthority(`${place.name} test root`));
  await createIssuer(admin, place, { ca: { secretName: `${place.name}-ca` } });
  await isReady(admin, place);
}

export async function createIssuer(admin: KubeClient, { name, namespace }: IssuerPlace, spec: IssuerSpec): Promise<void> {
  const scope = namespace === undefined ? {} : { namespace };
  const kind = namespace === undefined ? 'ClusterIssuer' : 'Issuer';
  const issuer: Issuer = { apiVersion: 'cert-manager.io/v1', kind, metadata: { name, ...scope }, spec };
  await admin.create(namespace === undefined ? CLUSTER_ISSUERS : ISSUERS, issuer, scope);
}

/** Waits until the engine says so. */
export async function isReady(admin: KubeClient, place: IssuerPlace): Promise<void> {
  await becomes(admin, place, ({ status }) => status === 'True', 'is not Ready');
}

/** Waits until the engine says that it is not Ready, for that reason. */
export async function isNotReady(admin: KubeClient, place: IssuerPlace, reason: string): Promise<void> {
  await becomes(admin, place, (ready) => ready.status === 'False' && ready.reason === reason, `has no Ready condition False, ${reason}`);
}

async function becomes(admin: KubeClient, place: IssuerPlace, claim: (ready: Condition) => boolean, otherwise: string): Promise<void> {
  const { name, namespace } = place;
  const read = (): Promise<Issuer> =>
    namespace === undefined ? admin.get<Issuer>(CLUSTER_ISSUERS, name) : admin.get<Issuer>(ISSUERS, name, { namespace });
  await eventually(
    async () => (await read()).status?.conditions?.some((condition) => condition.type === 'Ready' && claim(condition)) || undefined,
    async () => `issuer "${name}" ${otherwise}: ${JSON.stringify((await read()).status)}`,
  );
}

/** PEM, as a Secret of type kubernetes.io/tls holds it. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

/** Puts a certificate and its key into the Secret of a CA issuer, whether it is there or not. */
export async function writeAuthority(admin: KubeClient, { name, secretNamespace }: IssuerPlace, authority: Authority): Promise<void> {
  const secret = {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: `${name}-ca`, namespace: secretNamespace } },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': btoa(authority.certificate), 'tls.key': btoa(authority.key) },
  };
  const options = { namespace: secretNamespace, fieldManager: 'csrlab-features' };
  await admin.patch(Resources.secrets, `${name}-ca`, { type: 'apply', body: secret, force: true }, options);
}

/** Puts a new root into the Secret of a CA issuer. */
export async function replaceAuthority(admin: KubeClient, place: IssuerPlace): Promise<void> {
  await writeAuthority(admin, place, createAuthority(`${place.name} second test root`));
}

/** PEM of the root that a CA issuer signs with. */
export async function authorityOf(admin: KubeClient, { name, secretNamespace }: IssuerPlace): Promise<string> {
  const secret = await admin.get<Secret>(Resources.secrets, `${name}-ca`, { namespace: secretNamespace });
  return atob(secret.data?.['tls.crt'] ?? '');
}

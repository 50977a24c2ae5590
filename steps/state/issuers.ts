import { Resources } from '../../kube/resources';
import type { Condition, KubeObject } from '../../kube/meta';
import type { KubeClient } from '../../kube/client';
import type { Secret } from '../../kube/types/core';
import { eventually } from './eventually';
import { createAuthority } from './keys';
import { CLUSTER_ISSUERS, ISSUERS } from './resources';

export interface Issuer extends KubeObject {
  spec?: { ca?: { secretName: string } };
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
  const { name, namespace, secretNamespace } = place;
  const { certificate, key } = createAuthority(`${name} test root`);
  const secret: Secret = {
    metadata: { name: `${name}-ca`, namespace: secretNamespace },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) },
  };
  await admin.create(Resources.secrets, secret, { namespace: secretNamespace });
  const issuer: Issuer = {
    apiVersion: 'cert-manager.io/v1',
    kind: namespace === undefined ? 'ClusterIssuer' : 'Issuer',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: { ca: { secretName: `${name}-ca` } },
  };
  const ref = namespace === undefined ? CLUSTER_ISSUERS : ISSUERS;
  const scope = namespace === undefined ? {} : { namespace };
  await admin.create(ref, issuer, scope);
  await eventually(
    async () => ready(await admin.get<Issuer>(ref, name, scope)),
    async () => `issuer "${name}" is not Ready: ${JSON.stringify((await admin.get<Issuer>(ref, name, scope)).status)}`,
  );
}

/** Puts a new root into the Secret of a CA issuer. */
export async function replaceAuthority(admin: KubeClient, { name, secretNamespace }: IssuerPlace): Promise<void> {
  const { certificate, key } = createAuthority(`${name} second test root`);
  const body = { data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) } };
  await admin.patch(Resources.secrets, `${name}-ca`, { type: 'merge', body }, { namespace: secretNamespace });
}

/** PEM of the root that a CA issuer signs with. */
export async function authorityOf(admin: KubeClient, { name, secretNamespace }: IssuerPlace): Promise<string> {
  const secret = await admin.get<Secret>(Resources.secrets, `${name}-ca`, { namespace: secretNamespace });
  return atob(secret.data?.['tls.crt'] ?? '');
}

function ready(issuer: Issuer): true | undefined {
  return issuer.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') || undefined;
}

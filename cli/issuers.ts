import type { KubeClient } from '../kube/client';
import { applyAll, createRestMapper } from '../kube';
import type { Condition, KubeObject } from '../kube/meta';
import { sleep } from '../kube/sleep';
import { newRoot } from '../lab/ca-issuer';
import { issuerManifest, type IssuerType } from '../lab/upstreams/issuer-manifest';
import { clusterClient, type ClusterFlags } from './cluster';
import { CommandError } from './errors';
import type { Io } from './io';

export interface CreateIssuerFlags extends ClusterFlags {
  readonly namespace?: string;
  readonly clusterResourceNamespace: string;
}

interface Issuer extends KubeObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

const PATIENCE = 30_000;
const PAUSE = 50;

/** `csrlab issuers create`: the issuer, its Secret, and how to address it once it is Ready. */
export async function createIssuer(
  wish: { readonly type: string; readonly name: string },
  flags: CreateIssuerFlags,
  io: Io,
): Promise<void> {
  const { name } = wish;
  const { namespace, clusterResourceNamespace } = flags;
  const client = clusterClient(flags, io);
  const secretNamespace = namespace ?? clusterResourceNamespace;
  const place = { name, secretNamespace, ...(namespace === undefined ? {} : { namespace }) };
  const tools = { environment: io.environment, crypto: io.crypto };
  const objects = issuerManifest(wish.type as IssuerType, place, () => newRoot(name, tools));
  await applyAll(objects, { client, mapper: createRestMapper(client), fieldManager: 'csrlab' });
  await ready(client, place, io);
  const [path, kind] =
    namespace === undefined
      ? [`clusterissuers.cert-manager.io/${name}`, 'ClusterIssuer']
      : [`issuers.cert-manager.io/${namespace}.${name}`, 'Issuer'];
  io.out(`${kind} ${name} is Ready\nsignerName: ${path}\n`);
}

async function ready(
  client: KubeClient,
  { name, namespace }: { name: string; namespace?: string },
  { environment: { clock } }: Io,
): Promise<void> {
  const ref = { group: 'cert-manager.io', version: 'v1', resource: namespace === undefined ? 'clusterissuers' : 'issuers' };
  const end = clock.now() + PATIENCE;
  for (;;) {
    const { status } = await client.get<Issuer>(ref, name, namespace === undefined ? {} : { namespace });
    const condition = status?.conditions?.find(({ type }) => type === 'Ready');
    if (condition?.status === 'True') return;
    if (clock.now() > end)
      throw new CommandError(
        `issuer ${name} is not Ready: ${condition?.message ?? 'no engine has looked at it; is csrlab up or csrlab signers running?'}`,
      );
    await sleep(clock, PAUSE);
  }
}

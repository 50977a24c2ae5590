import { goJson } from '../../base/go';
import type { KubeClient } from '../../kube/client';
import { keyOf } from '../../kube/informer';
import type { Informer } from '../../kube/informer';
import type { KubeObject } from '../../kube/meta';
import { timeText } from '../../kube/time';
import type { Secret } from '../../kube/types/core';
import type { WorkQueue } from '../../kube/work-queue';
import { componentName } from '../engine/controller-names';
import { fullName, issuerType, resourceNamespace } from '../engine/issuer';
import type { Issuer, IssuerStatus, IssuerType } from '../engine/issuer';
import { warning } from '../engine/outcome';
import { obtain } from '../engine/drive';
import { readSecret } from '../engine/read-secret';
import { issuerResource } from '../engine/resources';
import { controllerQueue, runQueue } from '../engine/run-queue';
import type { IssuerKind, IssuerRef } from '../engine/signer-name';
import { changed } from '../engine/world';
import type { Controller, World } from '../engine/world';
import { setupAnswerer } from './answer';
import { withReady } from './ready-condition';
import { watchedSecrets } from './secret-references';
import type { Setup, SetupContext, SetupResult } from './setup';

export type Setups = Readonly<Record<IssuerType, Setup>>;

const BY_SECRET = 'secret';

/** Sets issuers of one kind up and keeps their Ready condition. */
export function issuerController(kind: IssuerKind, setups: Setups, world: World): Controller {
  const name = kind === 'Issuer' ? 'issuers' : 'clusterissuers';
  const informer = kind === 'Issuer' ? world.issuers : world.clusterIssuers;
  const queue = controllerQueue(world.clock);
  const identity = world.identity(componentName(name));
  const process = async (key: string): Promise<void> => {
    const found = informer?.store.get(key);
    if (found === undefined) return;
    const issuer: Issuer = { ...found, apiVersion: 'cert-manager.io/v1', kind };
    const result = await setUp(issuer, setups, setupContext(world, identity.client, refOf(kind, issuer)));
    for (const event of result.events ?? []) identity.tell(issuer, event);
    if (result.error) identity.tell(issuer, warning('ErrInitIssuer', `Error initializing issuer: ${result.error.message}`));
    await writeStatus(identity.client, kind, issuer, statusAfter(issuer, result, timeText(world.clock.now())));
    if (result.error) throw result.error;
  };
  return {
    name,
    run() {
      if (informer) watch(kind, informer, world, queue);
      return runQueue({ controller: name, queue, workers: world.workers, metrics: world.metrics, log: world.log, process });
    },
    stop: () => queue.shutDown(),
  };
}

function setUp(issuer: Issuer, setups: Setups, context: SetupContext): Promise<SetupResult> {
  const type = issuerType(issuer);
  // Not a fault of set-up: it is retried, but neither told nor written.
  if (type === undefined) return Promise.reject(new Error(`no issuer specified for Issuer '${fullName(issuer.metadata ?? {})}'`));
  return setups[type](issuer, context);
}

function setupContext(world: World, client: KubeClient, ref: IssuerRef): SetupContext {
  const { clock, crypto, network, random, clusterResourceNamespace } = world.tools;
  const namespace = resourceNamespace(ref.kind, ref.namespace, clusterResourceNamespace);
  const secret = (name: string): Promise<Secret> => readSecret(world, client, { namespace, name });
  const answer = setupAnswerer(world, client);
  return {
    client,
    clock,
    crypto,
    network,
    random,
    namespace,
    ref,
    secret,
    acmeClients: world.acme.acme,
    ask: (steps) => obtain(steps, answer),
  };
}

function refOf(kind: IssuerKind, { metadata }: Issuer): IssuerRef {
  return { kind, namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}

function statusAfter(issuer: Issuer, { ready, acme }: SetupResult, time: string): IssuerStatus {
  const conditions = issuer.status?.conditions ?? [];
  return {
    ...issuer.status,
    ...(ready ? { conditions: withReady(conditions, ready, { generation: issuer.metadata?.generation ?? 0, time }) } : {}),
    ...(acme ? { acme } : {}),
  };
}

async function writeStatus(client: KubeClient, kind: IssuerKind, issuer: Issuer, status: IssuerStatus): Promise<void> {
  if (goJson(issuer.status ?? {}) === goJson(status)) return;
  await client.update(issuerResource(kind), { ...issuer, status }, { subresource: 'status' });
}

function watch(kind: IssuerKind, informer: Informer<Issuer>, world: World, queue: WorkQueue): void {
  informer.addIndexer(BY_SECRET, (issuer) => {
    const namespace = resourceNamespaceOf(kind, issuer, world);
    return watchedSecrets(issuer).map((secret) => `${namespace}/${secret}`);
  });
  const wake = (issuer: Issuer): void => queue.add(keyOf(issuer));
  const wakeFor = (secret: KubeObject): void => informer.store.byIndex(BY_SECRET, keyOf(secret)).forEach(wake);
  informer.addHandlers({ add: wake, delete: wake, update: (previous, next) => changed(previous, next) && wake(next) });
  world.secrets.addHandlers({ add: wakeFor, delete: wakeFor, update: (previous, next) => changed(previous, next) && wakeFor(next) });
}

function resourceNamespaceOf(kind: IssuerKind, issuer: Issuer, world: World): string {
  return resourceNamespace(kind, issuer.metadata?.namespace ?? '', world.tools.clusterResourceNamespace);
}

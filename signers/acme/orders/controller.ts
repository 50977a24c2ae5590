import { goJson, goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import type { KubeClient } from '../../../kube/client';
import { keyOf } from '../../../kube/informer';
import type { Informer } from '../../../kube/informer';
import { itemExponential } from '../../../kube/rate-limiter';
import { createWorkQueue } from '../../../kube/work-queue';
import { componentName } from '../../engine/controller-names';
import { runQueue } from '../../engine/run-queue';
import { changed, type Controller, type Identity, type World } from '../../engine/world';
import { issuerOf, BY_ISSUER_REF, indexByIssuer, watchIssuers } from '../issuer-of';
import { CHALLENGES, ORDER_KIND, ORDERS, type ChallengeObject, type OrderObject } from '../objects';
import { challengeKey, challengeObject } from './challenges';
import type { ChallengeChanges, OrderResult } from './result';
import { syncOrder } from './sync';

/** cert-manager's for Orders and Challenges: 5 s, doubled up to half an hour. */
export const ACME_BACK_OFF = { base: 5_000, max: 1_800_000 };

const NAME = 'orders';
const BY_OWNER = 'owner';

/** Takes each Order through its states at the server. */
export function ordersController(world: World): Controller {
  const { orders, challenges, acme } = world.acme;
  const queue = createWorkQueue(world.clock, itemExponential(ACME_BACK_OFF));
  const identity = world.identity(componentName(NAME));
  indexByIssuer(orders);
  challenges.addIndexer(BY_OWNER, ownerKeys);

  const process = async (key: string): Promise<void> => {
    const found = orders.store.get(key);
    if (found === undefined || found.metadata?.deletionTimestamp !== undefined) return;
    const order: OrderObject = { ...found, ...ORDER_KIND };
    const issuer = issuerOf(world, order);
    const account = acme.get(issuer.metadata?.uid ?? '');
    const owned = challenges.store.byIndex(BY_OWNER, ownerKey(order)).filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    const sync = { order, acme: issuer.spec?.acme ?? {}, account, clock: world.clock, challenges: owned };
    const result = await syncOrder(sync);
    await apply(order, result, { identity, key: (spec) => challengeKey(spec, account.thumbprint, world.tools.crypto) });
    if (result.lookAgain !== undefined) queue.addAfter(key, result.lookAgain);
    if (result.error) throw result.error;
  };

  return {
    name: NAME,
    run() {
      const wake = (order: OrderObject): void => queue.add(keyOf(order));
      orders.addHandlers({ add: wake, delete: wake, update: (previous, next) => changed(previous, next) && wake(next) });
      wakeOwners(challenges, orders, wake);
      watchIssuers(world, (issuerKey) => orders.store.byIndex(BY_ISSUER_REF, issuerKey).forEach(wake));
      return runQueue({ controller: NAME, queue, workers: world.workers, metrics: world.metrics, log: world.log, process });
    },
    stop: () => queue.shutDown(),
  };
}

interface Applying {
  readonly identity: Identity;
  readonly key: (spec: Parameters<typeof challengeKey>[0]) => string;
}

async function apply(order: OrderObject, result: OrderResult, { identity, key }: Applying): Promise<void> {
  const { client, tell } = identity;
  for (const event of result.events ?? []) tell(order, event);
  if (result.challenges) {
    for (const challenge of result.challenges.create) {
      await createChallenge(client, challengeObject(challenge, order, key(challenge.spec)));
      const message = `Created Challenge resource ${goQuote(challenge.name)} for domain ${goQuote(challenge.spec.dnsName)}`;
      tell(order, { type: 'Normal', reason: 'Created', message });
    }
    await deleteChallenges(client, result.challenges.delete);
  }
  if (goJson(order.status ?? {}) === goJson(result.status)) return;
  await client.update<OrderObject>(ORDERS, { ...order, status: result.status }, { subresource: 'status' });
}

async function createChallenge(client: KubeClient, challenge: ChallengeObject): Promise<void> {
  try {
    await client.create<ChallengeObject>(CHALLENGES, challenge);
  } catch (error) {
    // Made by an earlier look whose result is still on its way here.
    if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
  }
}

async function deleteChallenges(client: KubeClient, challenges: ChallengeChanges['delete']): Promise<void> {
  for (const { metadata } of challenges) {
    try {
      await client.delete(CHALLENGES, metadata?.name ?? '', { namespace: metadata?.namespace ?? '' });
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
    }
  }
}

function wakeOwners(challenges: Informer<ChallengeObject>, orders: Informer<OrderObject>, wake: (order: OrderObject) => void): void {
  const wakeOwner = (challenge: ChallengeObject): void => {
    const owner = (challenge.metadata?.ownerReferences ?? []).find(({ kind }) => kind === ORDER_KIND.kind);
    const order = owner && orders.store.get(`${challenge.metadata?.namespace ?? ''}/${owner.name}`);
    if (order) wake(order);
  };
  challenges.addHandlers({
    add: wakeOwner,
    delete: wakeOwner,
    update: (previous, next) => changed(previous, next) && wakeOwner(next),
  });
}

function ownerKeys({ metadata }: ChallengeObject): string[] {
  const owner = (metadata?.ownerReferences ?? []).find(({ controller }) => controller === true);
  return owner === undefined ? [] : [`${metadata?.namespace ?? ''}/${owner.uid}`];
}

function ownerKey({ metadata }: OrderObject): string {
  return `${metadata?.namespace ?? ''}/${metadata?.uid ?? ''}`;
}

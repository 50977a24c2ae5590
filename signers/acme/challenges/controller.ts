import type { Timer } from '../../../base/env/ports';
import { goJson } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { keyOf } from '../../../kube/informer';
import { itemExponential } from '../../../kube/rate-limiter';
import { createWorkQueue } from '../../../kube/work-queue';
import { componentName } from '../../engine/controller-names';
import { asError, warning, type EventNote } from '../../engine/outcome';
import { runQueue } from '../../engine/run-queue';
import { changed, type Controller, type Identity, type World } from '../../engine/world';
import { issuerOf } from '../issuer-of';
import { CHALLENGE_KIND, CHALLENGES, isFinal, type ChallengeObject, type ChallengeStatus } from '../objects';
import { ACME_BACK_OFF } from '../orders/controller';
import { challengePresenter } from '../presenter';
import { challengesToStart, isWaiting } from './scheduler';
import { syncChallenge, type Presenter } from './sync';

const NAME = 'challenges';
const FINALIZER = 'acme.cert-manager.io/finalizer';
// Older versions wrote this one; both are taken away.
const LEGACY_FINALIZER = 'finalizer.acme.cert-manager.io';
const TICK = 1000;

/** Presents Challenges, lets the server look, and cleans up. */
export function challengesController(world: World): Controller {
  const { challenges, acme } = world.acme;
  const queue = createWorkQueue(world.clock, itemExponential(ACME_BACK_OFF));
  const identity = world.identity(componentName(NAME));
  const presenter = challengePresenter(world, identity.client);

  const process = async (key: string): Promise<void> => {
    const found = challenges.store.get(key);
    if (found === undefined) return;
    const challenge: ChallengeObject = { ...found, ...CHALLENGE_KIND };
    const { metadata = {}, status = {} } = challenge;
    if (metadata.deletionTimestamp !== undefined || isFinal(status.state)) return finish(challenge, identity, presenter);
    if (status.processing !== true) return;
    if (!(metadata.finalizers ?? []).includes(FINALIZER)) return addFinalizer(challenge, identity);
    const account = acme.get(issuerOf(world, challenge).metadata?.uid ?? '');
    const tell = (event: EventNote): void => identity.tell(challenge, event);
    const result = await syncChallenge({ challenge, account, presenter, clock: world.clock, tell });
    await writeStatus(challenge, result.status, identity);
    if (result.lookAgain !== undefined) queue.addAfter(key, result.lookAgain);
    if (result.error) throw result.error;
  };

  const start = async (): Promise<void> => {
    for (const challenge of challengesToStart(challenges.store.list()))
      await startOne({ ...challenge, ...CHALLENGE_KIND }, identity, world);
  };
  let timer: Timer | undefined;
  // cert-manager looks every second; here only while somebody waits, so that a clock can be moved by months.
  const schedule = (): void => {
    if (timer !== undefined || queue.shuttingDown) return;
    timer = world.clock.setTimer(TICK, () => {
      void start().finally(() => {
        timer = undefined;
        if (challenges.store.list().some(isWaiting)) schedule();
      });
    });
  };

  return {
    name: NAME,
    run() {
      const wake = (challenge: ChallengeObject): void => {
        queue.add(keyOf(challenge));
        if (isWaiting(challenge)) schedule();
      };
      challenges.addHandlers({ add: wake, delete: wake, update: (previous, next) => changed(previous, next) && wake(next) });
      return runQueue({ controller: NAME, queue, workers: world.workers, metrics: world.metrics, log: world.log, process });
    },
    stop() {
      timer?.cancel();
      queue.shutDown();
    },
  };
}

async function startOne(challenge: ChallengeObject, identity: Identity, world: World): Promise<void> {
  try {
    await writeStatus(challenge, { presented: false, ...challenge.status, processing: true }, identity);
    identity.tell(challenge, { type: 'Normal', reason: 'Started', message: 'Challenge scheduled for processing' });
  } catch (error) {
    world.log({ level: 'info', controller: NAME, key: keyOf(challenge), message: asError(error).message });
  }
}

/** Cleans up, lets go of the object, and then says that nothing is presented any more. */
async function finish(challenge: ChallengeObject, identity: Identity, presenter: Presenter): Promise<void> {
  const { metadata = {}, status = {} } = challenge;
  const finalizers = metadata.finalizers ?? [];
  if (finalizers.includes(FINALIZER) || finalizers.includes(LEGACY_FINALIZER)) {
    try {
      await presenter.cleanUp(challenge);
    } catch (error) {
      identity.tell(challenge, warning('CleanUpError', `Error cleaning up challenge: ${asError(error).message}`));
      throw error;
    }
    const kept = finalizers.filter((name) => name !== FINALIZER && name !== LEGACY_FINALIZER);
    await ignoringAbsence(
      identity.client.update<ChallengeObject>(CHALLENGES, { ...challenge, metadata: { ...metadata, finalizers: kept } }),
    );
    return;
  }
  if (metadata.deletionTimestamp !== undefined) return;
  await writeStatus(challenge, { ...status, presented: false, processing: false }, identity);
}

async function addFinalizer(challenge: ChallengeObject, { client }: Identity): Promise<void> {
  const { metadata = {} } = challenge;
  const finalizers = [...(metadata.finalizers ?? []), FINALIZER];
  await client.update<ChallengeObject>(CHALLENGES, { ...challenge, metadata: { ...metadata, finalizers } });
}

async function writeStatus(challenge: ChallengeObject, status: ChallengeStatus, { client }: Identity): Promise<void> {
  if (goJson(challenge.status ?? {}) === goJson(status)) return;
  await ignoringAbsence(client.update<ChallengeObject>(CHALLENGES, { ...challenge, status }, { subresource: 'status' }));
}

async function ignoringAbsence(write: Promise<unknown>): Promise<void> {
  await write.catch((error: unknown) => {
    if (!(error instanceof ApiError && error.code === 404)) throw error;
  });
}

import type { Clock, Random } from '../../../base/env/ports';
import type { KubeClient } from '../../../kube/client';
import { createInformerFactory } from '../../../kube/informer';
import { sleep } from '../../../kube/sleep';
import { Resources } from '../../../kube/resources';
import { ensureControllerAccounts } from './accounts/controller-accounts';
import { startDefaultAccounts } from './accounts/default-account';
import { startRootCaPublisher } from './accounts/root-ca';
import { startTokenSecrets } from './accounts/token-secrets';
import type { MakeToken } from './accounts/token-secrets';
import { startClusterRoleAggregation } from './cluster-role-aggregation';
import { ACCOUNTS } from './clients';
import type { Controller, ControllerContext } from './controller';
import { startCsrApprover } from './csr/approver';
import { startCsrCleaner } from './csr/cleaner';
import { startCsrSigner } from './csr/signer';
import type { ClusterSigner } from './csr/signer';
import { GARBAGE_DELAY, startGarbageCollector } from './garbage/collector';
import { NAMESPACE_GRACE, startNamespaces } from './namespace/namespaces';

export type { Controller } from './controller';
export type { ClusterSigner } from './csr/signer';
export { clusterSigner } from './csr/cluster-signer';
export type { MakeToken } from './accounts/token-secrets';
export { inProcessClients } from './clients';

export interface ControllersOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** A client that acts as `account`: a service account of kube-system, or a part of kube-controller-manager itself. */
  readonly client: (account: string) => KubeClient;
  /** PEM of the CA that the API server's certificate comes from. */
  readonly rootCa: string;
  /** Signs for the `kubernetes.io/…` signers. Without it their requests stay approved and unsigned. */
  readonly signer?: ClusterSigner;
  /** Makes the tokens of token Secrets. Without it they stay empty. */
  readonly makeToken?: MakeToken;
  /** Milliseconds between the deletion of a namespace and that of its content. @default 5000 */
  readonly namespaceGrace?: number;
  /** Milliseconds between a change and the garbage collector's look at it. @default 100 */
  readonly garbageDelay?: number;
  /** Told what went wrong and is tried again. */
  readonly onError?: (error: unknown, where: string) => void;
}

export interface Controllers extends Controller {
  /** Resolves when the controllers have seen everything there was when they started. */
  synced(): Promise<void>;
}

/** The garbage collector watches everything there is: a lab that lives shorter than this is spared that (milliseconds). */
const COLLECTOR_DELAY = 200;

/**
 * What kube-controller-manager runs for the certificate flow, each controller as its own service account. Returns at once and
 * begins with the next turn of the event loop; the controllers read and write through the API only.
 */
export function startControllers(options: ControllersOptions): Controllers {
  const { clock, random, client, rootCa, signer, makeToken, namespaceGrace = NAMESPACE_GRACE, garbageDelay = GARBAGE_DELAY } = options;
  const onError = options.onError ?? (() => undefined);
  const informers = createInformerFactory({
    client: client('shared-informers'),
    clock,
    random,
    onError: (error) => onError(error, 'shared informers'),
  });
  const context: ControllerContext = { clock, random, client, informers, onError };
  const running: Controller[] = [
    startClusterRoleAggregation(context),
    startDefaultAccounts(context),
    startRootCaPublisher(context, rootCa),
    startCsrApprover(context),
    ...(signer === undefined ? [] : [startCsrSigner(context, signer)]),
    startCsrCleaner(context),
    startNamespaces(context, namespaceGrace),
    ...(makeToken === undefined ? [] : [startTokenSecrets(context, { rootCa, makeToken })]),
  ];
  informers.informer(Resources.customResourceDefinitions);
  const lifetime = new AbortController();
  const begin = (): void => {
    if (lifetime.signal.aborted) return;
    informers.start();
    void ensureControllerAccounts(context, ACCOUNTS);
  };
  const collect = (): void => {
    if (!lifetime.signal.aborted) running.push(startGarbageCollector(context, garbageDelay));
  };
  const collecting = sleep(clock, 0, lifetime.signal)
    .then(begin)
    .then(() => informers.synced())
    .then(() => sleep(clock, COLLECTOR_DELAY, lifetime.signal))
    .then(collect);
  return {
    synced: async () => {
      await collecting;
      await informers.synced();
    },
    async stop() {
      lifetime.abort();
      informers.stop();
      await Promise.all(running.map((controller) => controller.stop()));
    },
  };
}

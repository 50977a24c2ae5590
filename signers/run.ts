import type { Transport } from '../kube/client';
import { runElection } from '../kube/lease-election';
import { rateLimited } from '../kube/transport/rate-limit';
import { AcmeClients } from './acme/clients';
import { orderStore } from './acme/order-store';
import { createCaches } from './caches';
import { controllersOf } from './controllers';
import { componentName, enabledControllers, requestControllerName } from './engine/controller-names';
import { createMetrics } from './engine/metrics';
import type { Metrics } from './engine/metrics';
import { clientOf, createIdentities } from './identities';
import type { SignersOptions } from './options';

export interface RunningSigners {
  /** Sorted names of the controllers that were asked for. */
  readonly controllers: readonly string[];
  readonly metrics: Metrics;
  /** Whether the caches are filled and the controllers work; not before this replica leads. */
  readonly ready: boolean;
  /** Resolves when `ready` becomes true, or when the engine is stopped. */
  started(): Promise<void>;
  /** Takes no more work, finishes what is under way, releases the Lease. */
  stop(): Promise<void>;
}

interface Run {
  readonly options: SignersOptions;
  readonly transport: Transport;
  readonly controllers: readonly string[];
  readonly metrics: Metrics;
  readonly onReady: (ready: boolean) => void;
}

/** Starts the engine against any API server. Throws at once when a controller's name is not known. */
export function startSigners(options: SignersOptions): RunningSigners {
  const { rateLimit, environment } = options;
  const { clock } = environment;
  const controllers = enabledControllers(options);
  const metrics = createMetrics(clock);
  const transport = rateLimit ? rateLimited(options.transport, { clock, ...rateLimit }) : options.transport;
  const lifetime = new AbortController();
  const waiting: (() => void)[] = [];
  let ready = false;
  const onReady = (now: boolean): void => {
    ready = now;
    if (now) for (const resolve of waiting.splice(0)) resolve();
  };
  const running = lead({ options, transport, controllers, metrics, onReady }, lifetime.signal);
  return {
    controllers,
    metrics,
    get ready() {
      return ready;
    },
    started: () => (ready ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    async stop() {
      lifetime.abort();
      await running;
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

/** Works at once without an election, else whenever the Lease is held. */
async function lead(run: Run, signal: AbortSignal): Promise<void> {
  const { leaderElection, environment, log } = run.options;
  if (leaderElection === undefined) return work(run, signal);
  const identities = createIdentities(run.transport, run.options);
  const { client, recorder } = identities.open('cert-manager-leader-election');
  while (!signal.aborted) {
    await runElection(
      {
        client,
        recorder,
        clock: environment.clock,
        random: environment.random,
        ...leaderElection,
        name: 'cert-manager-controller',
        labels: { 'app.kubernetes.io/managed-by': 'cert-manager' },
        onError: (error) => log?.({ level: 'error', controller: 'leader-election', message: String(error) }),
        lead: (until) => work(run, until),
      },
      signal,
    );
  }
  await identities.close();
}

/** Fills the caches, runs the controllers until the signal aborts, and lets them finish what they have begun. */
async function work({ options, transport, controllers, metrics, onReady }: Run, until: AbortSignal): Promise<void> {
  const { environment, crypto, log = () => undefined, clusterResourceNamespace = 'kube-system', workers = 5 } = options;
  const { clock, network, random } = environment;
  const ended = aborted(until);
  const caches = createCaches(transport, options);
  const identities = createIdentities(transport, options);
  const { orders, challenges } = caches;
  const store = orderStore(clientOf(transport, componentName(requestControllerName('acme'))), orders);
  const tools = { clock, crypto, network, random, clusterResourceNamespace, orders: store };
  const acme = { orders, challenges, acme: new AcmeClients({ clock, crypto, network, random }) };
  const world = {
    ...caches,
    clock,
    tools,
    acme,
    gatewayApi: options.gatewayApi ?? false,
    ...(options.dns01 === undefined ? {} : { dns01: options.dns01 }),
    metrics,
    log,
    workers,
    identity: (component: string) => identities.open(component),
  };
  const running = controllersOf(controllers, world);
  await Promise.race([caches.start(), ended]);
  const finished = until.aborted ? [] : running.map((controller) => controller.run());
  onReady(!until.aborted);
  await ended;
  onReady(false);
  for (const controller of running) controller.stop();
  await Promise.all(finished);
  caches.stop();
  await identities.close();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

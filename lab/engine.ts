import type { CryptoPort } from '../base/env/crypto';
import type { Handler } from '../base/env/http';
import type { Environment } from '../base/env/ports';
import type { KubeClient } from '../kube/client';
import type { CustomResourceDefinition } from '../kube/types/apiextensions';
import { inProcessTransport } from '../kube';
import { startSigners, type RunningSigners } from '../signers';
import { certManagerDefinitions, ENGINE_USER, installCertManager } from './certificate-manager';
import type { LabOptions } from './options';
import { installWebhook } from './webhook';

export interface EngineOptions {
  readonly admin: KubeClient;
  readonly handle: Handler;
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly clusterResourceNamespace: string;
  readonly options: LabOptions;
  /** Makes the cluster know the resources of these definitions. */
  readonly installDefinitions: (definitions: readonly CustomResourceDefinition[], manager: string) => void;
}

/** The signing engine of a lab, as a process that can be ended and started again; what it was doing is lost, as with any process. */
export interface LabEngine {
  /** Resolves when its caches are filled and its controllers work. Does nothing while it runs. */
  start(): Promise<void>;
  /** Takes no more work and resolves when what is under way is done. Does nothing when it does not run. */
  stop(): Promise<void>;
  /** Those that were started, oldest first; one of them leads, once the first has won the election. */
  readonly replicas: readonly EngineReplica[];
}

/** One of several copies of the engine, of which one works. */
export interface EngineReplica {
  /** Whether it works: alone, or because it holds the Lease. */
  readonly leads: boolean;
  /** Finishes what it has begun and gives up its Lease, so that another replica takes over. */
  stop(): Promise<void>;
}

/** Installs cert-manager's resources and starts the engine as its own service account. Resolves when it works. */
export async function startEngine(place: EngineOptions): Promise<LabEngine> {
  place.installDefinitions(certManagerDefinitions, 'csrlab');
  await installCertManager(place.admin, place.clusterResourceNamespace);
  await installWebhook(place.admin);
  let running: readonly RunningSigners[] = [];
  const engine: LabEngine = {
    get replicas() {
      return running.map(replicaOf);
    },
    async start() {
      if (running.length === 0) running = started(place);
      await Promise.race(running.map((one) => one.started()));
    },
    async stop() {
      const ending = running;
      running = [];
      await Promise.all(ending.map((one) => one.stop()));
    },
  };
  await engine.start();
  return engine;
}

function replicaOf(signers: RunningSigners): EngineReplica {
  return {
    get leads() {
      return signers.ready;
    },
    stop: () => signers.stop(),
  };
}

/** One works at once; several elect one of them, by the Lease that cert-manager's controllers use. */
function started(place: EngineOptions): readonly RunningSigners[] {
  const { replicas = 1 } = place.options;
  if (!Number.isInteger(replicas) || replicas < 1) throw new Error(`replicas is ${replicas}: it takes a whole number from 1 on`);
  if (replicas === 1) return [run(place)];
  return Array.from({ length: replicas }, (_, index) => run(place, `cert-manager-${index}`));
}

function run(place: EngineOptions, identity?: string): RunningSigners {
  const { handle, options, environment, crypto, clusterResourceNamespace } = place;
  const { log } = options;
  return startSigners({
    ...(identity === undefined ? {} : { leaderElection: { namespace: 'cert-manager', identity } }),
    ...{ environment, crypto, clusterResourceNamespace },
    transport: inProcessTransport(handle, { user: ENGINE_USER }),
    featureGates: { ExperimentalCertificateSigningRequestControllers: options.csrControllers ?? true },
    ...(log === undefined ? {} : { log: (line) => log(JSON.stringify(line)) }),
  });
}

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
}

/** Installs cert-manager's resources and starts the engine as its own service account. Resolves when it works. */
export async function startEngine(place: EngineOptions): Promise<LabEngine> {
  place.installDefinitions(certManagerDefinitions, 'csrlab');
  await installCertManager(place.admin, place.clusterResourceNamespace);
  await installWebhook(place.admin);
  let running: RunningSigners | undefined;
  const engine: LabEngine = {
    async start() {
      running ??= run(place);
      await running.started();
    },
    async stop() {
      const ending = running;
      running = undefined;
      await ending?.stop();
    },
  };
  await engine.start();
  return engine;
}

function run({ handle, options, environment, crypto, clusterResourceNamespace }: EngineOptions): RunningSigners {
  const { log } = options;
  return startSigners({
    ...{ environment, crypto, clusterResourceNamespace },
    transport: inProcessTransport(handle, { user: ENGINE_USER }),
    featureGates: { ExperimentalCertificateSigningRequestControllers: options.csrControllers ?? true },
    ...(log === undefined ? {} : { log: (line) => log(JSON.stringify(line)) }),
  });
}

import type { CryptoPort } from '../base/env/crypto';
import type { Handler } from '../base/env/http';
import type { Environment } from '../base/env/ports';
import type { KubeClient } from '../kube/client';
import { inProcessTransport } from '../kube';
import { startSigners, type RunningSigners } from '../signers';
import { ENGINE_USER, installCertManager } from './certificate-manager';
import type { LabOptions } from './options';
import { installWebhook } from './webhook';

export interface EngineOptions {
  readonly admin: KubeClient;
  readonly handle: Handler;
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly clusterResourceNamespace: string;
  readonly options: LabOptions;
}

/** Installs cert-manager's resources and starts the engine as its own service account. Resolves when it works. */
export async function startEngine({ admin, handle, options, ...place }: EngineOptions): Promise<RunningSigners> {
  await installCertManager(admin, place.clusterResourceNamespace);
  await installWebhook(admin);
  const { log } = options;
  const signers = startSigners({
    ...place,
    transport: inProcessTransport(handle, { user: ENGINE_USER }),
    featureGates: { ExperimentalCertificateSigningRequestControllers: options.csrControllers ?? true },
    ...(log === undefined ? {} : { log: (line) => log(JSON.stringify(line)) }),
  });
  await signers.started();
  return signers;
}

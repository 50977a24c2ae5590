import type { Handler } from '../base/env/http';
import type { CryptoPort } from '../base/env/crypto';
import type { Environment } from '../base/env/ports';
import {
  auditLog,
  clientCertificates,
  generateTokenKey,
  parseTokenFile,
  serviceAccountTokens,
  type ServiceAccountTokens,
} from '../sim/kubernetes/access';
import { clusterSigner, inProcessClients, startControllers, type Controllers, type MakeToken } from '../sim/kubernetes/controllers';
import { createApiServer, type ApiServer } from '../sim/kubernetes/server';
import type { ClusterAuthority } from './authority';
import type { Faults } from './faults/faults';
import { networkWithServices, resolverWithServices } from './in-process-services';
import type { LabOptions } from './options';
import { RequestLog } from './request-log';
import { webhookService } from './webhook';

/** The issuer that a cluster has unless somebody gives it another. */
const ISSUER = 'https://kubernetes.default.svc';

export interface KubernetesOptions {
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly authority: ClusterAuthority;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly options: LabOptions;
}

export interface Kubernetes {
  readonly api: ApiServer;
  /** The API server as everybody but the lab itself meets it: with the faults in front. */
  readonly handle: Handler;
  readonly controllers: Controllers;
}

/** An API server and what kube-controller-manager runs around it. */
export function startKubernetes({ environment, crypto, authority, faults, requests, options }: KubernetesOptions): Kubernetes {
  const { clock, random, network, effects } = environment;
  const services = options.signers === false ? {} : webhookService(crypto);
  const signingKey = generateTokenKey(crypto, random.stream('service-account-key'));
  const serviceAccounts = serviceAccountTokens({ crypto, issuer: ISSUER, signingKey });
  const audit = auditLog({
    clock,
    policy: options.auditLevel ?? 'Metadata',
    ...(options.auditLog === undefined ? {} : { write: options.auditLog }),
  });
  if (options.recordRequests !== false) audit.listen(requests.add, RequestLog.stages);
  const api = createApiServer({
    ...{ clock, random, crypto, serviceAccounts, audit },
    webhooks: { network: networkWithServices(network, services), effects, services: resolverWithServices(services) },
    staticTokens: parseTokenFile(options.tokens ?? ''),
    clientCertificates: clientCertificates({ crypto, authorities: authority.root }),
  });
  const handle = faults.around(api.handle);
  const { log } = options;
  const controllers = startControllers({
    ...{ clock, random },
    client: inProcessClients(handle),
    rootCa: authority.root,
    signer: clusterSigner({ authority: authority.signer, clock, random, crypto }),
    makeToken: tokenMaker(serviceAccounts, environment),
    ...(log === undefined ? {} : { onError: (error: unknown, where: string) => log(`${where}: ${String(error)}`) }),
  });
  return { api, handle, controllers };
}

/** The token of a token Secret: it has no end, and goes with its Secret and its account. */
function tokenMaker(serviceAccounts: ServiceAccountTokens, { clock, random }: Environment): MakeToken {
  const ids = random.stream('secret-token');
  return ({ metadata: account }, { metadata: secret }) =>
    serviceAccounts.issue({
      audiences: serviceAccounts.audiences,
      issuedAt: Math.floor(clock.now() / 1000),
      id: ids.uuid(),
      namespace: account?.namespace ?? '',
      account: { name: account?.name ?? '', uid: account?.uid ?? '' },
      secret: { name: secret?.name ?? '', uid: secret?.uid ?? '' },
    });
}

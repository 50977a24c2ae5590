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

/** The issuer that a cluster has unless somebody gives it another. */
const ISSUER = 'https://kubernetes.default.svc';

export interface KubernetesOptions {
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly authority: ClusterAuthority;
  /** Text of a token file. */
  readonly tokens: string;
  readonly auditLog?: (line: string) => void;
  /** Told what a controller tries again. */
  readonly onError?: (error: unknown, where: string) => void;
}

export interface Kubernetes {
  readonly api: ApiServer;
  readonly controllers: Controllers;
}

/** An API server and what kube-controller-manager runs around it. */
export function startKubernetes(options: KubernetesOptions): Kubernetes {
  const { environment, crypto, authority, tokens, onError } = options;
  const { clock, random } = environment;
  const serviceAccounts = serviceAccountTokens({
    crypto,
    issuer: ISSUER,
    signingKey: generateTokenKey(crypto, random.stream('service-account-key')),
  });
  const api = createApiServer({
    ...{ clock, random, crypto, serviceAccounts },
    staticTokens: parseTokenFile(tokens),
    clientCertificates: clientCertificates({ crypto, authorities: authority.root }),
    ...(options.auditLog === undefined ? {} : { audit: auditLog({ clock, write: options.auditLog }) }),
  });
  const controllers = startControllers({
    ...{ clock, random },
    client: inProcessClients(api.handle),
    rootCa: authority.root,
    signer: clusterSigner({ authority: authority.signer, clock, random, crypto }),
    makeToken: tokenMaker(serviceAccounts, environment),
    ...(onError === undefined ? {} : { onError }),
  });
  return { api, controllers };
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

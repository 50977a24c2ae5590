import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import type { Handler } from '../base/env/http';
import { createClient, inProcessTransport, type KubeClient } from '../kube';
import { writeKubeConfig } from '../kube/kubeconfig';
import { serveHttps, type Serving } from '../sim/kubernetes/serve/https-server';
import { startSigners } from '../signers';
import { createClusterAuthority } from './authority';
import { ENGINE_USER, installCertManager } from './certificate-manager';
import { startKubernetes } from './kubernetes';
import type { LabOptions } from './options';

export interface Lab {
  /** Where the API server listens; empty when it does not. */
  readonly server: string;
  /** PEM of the CA that the server's certificate chains to. */
  readonly caCertificate: string;
  /** Everything that is served, by name. */
  readonly urls: Readonly<Record<string, string>>;
  /** Somebody who may do everything. */
  readonly admin: KubeClient;
  /** In-process, as any user. */
  as(user: string, options?: { readonly groups?: readonly string[] }): KubeClient;
  /** A kubeconfig of that user, with a client certificate. @default the administrator's */
  kubeconfig(user?: string, groups?: readonly string[]): string;
  readonly handle: Handler;
  stop(): Promise<void>;
}

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** Starts an API server with everything around it. Resolves when it serves and, with the engine, when the engine works. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const environment = options.environment ?? nodeEnvironment();
  const crypto = options.crypto ?? nodeCrypto();
  const { clock, random } = environment;
  const { https, clusterResourceNamespace = 'cert-manager' } = options;
  const host = https?.host ?? '127.0.0.1';
  const authority = createClusterAuthority({ clock, random, crypto }, [host]);
  const { log } = options;
  const { api, controllers } = startKubernetes({
    ...{ environment, crypto, authority, tokens: options.tokens ?? '' },
    ...(options.auditLog === undefined ? {} : { auditLog: options.auditLog }),
    ...(log === undefined ? {} : { onError: (error, where) => log(`${where}: ${String(error)}`) }),
  });
  const client = (user: typeof ADMIN): KubeClient => createClient(inProcessTransport(api.handle, { user }), { userAgent: 'csrlab' });
  const admin = client(ADMIN);
  const serving = https === undefined ? undefined : await serve(api.handle, { host, port: https.port ?? 0, authority });
  const engine = options.signers === false ? undefined : await startEngine();
  const server = serving?.url ?? '';
  if (serving !== undefined) api.publishTokenKeys(`${host}:${serving.port}`);
  return {
    server,
    caCertificate: authority.root,
    urls: serving === undefined ? {} : { api: server },
    admin,
    as: (user, { groups = [] } = {}) => client({ name: user, groups: [...groups, 'system:authenticated'] }),
    kubeconfig(user = ADMIN.name, groups = user === ADMIN.name ? ['system:masters'] : []) {
      const { certificate, key } = authority.client(user, groups);
      return writeKubeConfig({
        currentContext: 'csrlab',
        clusters: [{ name: 'csrlab', server, certificateAuthorityData: authority.root }],
        users: [{ name: user, clientCertificateData: certificate, clientKeyData: key }],
        contexts: [{ name: 'csrlab', cluster: 'csrlab', user }],
      });
    },
    handle: api.handle,
    async stop() {
      await engine?.stop();
      await controllers.stop();
      await serving?.close();
    },
  };

  async function startEngine() {
    await installCertManager(admin, clusterResourceNamespace);
    const signers = startSigners({
      ...{ environment, crypto, clusterResourceNamespace },
      transport: inProcessTransport(api.handle, { user: ENGINE_USER }),
      featureGates: { ExperimentalCertificateSigningRequestControllers: options.csrControllers ?? true },
      ...(log === undefined ? {} : { log: (line) => log(JSON.stringify(line)) }),
    });
    await signers.started();
    return signers;
  }
}

function serve(
  handle: Handler,
  { host, port, authority }: { host: string; port: number; authority: ReturnType<typeof createClusterAuthority> },
): Promise<Serving> {
  return serveHttps(handle, { host, port, cert: authority.serving.certificate, key: authority.serving.key });
}

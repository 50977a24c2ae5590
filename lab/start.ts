import { awake } from '../base/env/node/awake';
import { systemClock } from '../base/env/node/clock';
import { turn } from '../base/env/node/turn';
import { createClient, createRestMapper, inProcessTransport, type KubeClient } from '../kube';
import { writeKubeConfig } from '../kube/kubeconfig';
import { serveHttps, type Serving } from '../sim/kubernetes/serve/https-server';
import type { Snapshot } from '../sim/kubernetes/store/store';
import { createClusterAuthority, type ClusterAuthority } from './authority';
import { createCaIssuer } from './ca-issuer';
import { decide } from './decide';
import { startEngine } from './engine';
import { labCrypto, labEnvironment } from './environment';
import { Faults } from './faults/faults';
import { issued } from './issued';
import { startKubernetes } from './kubernetes';
import type { Lab } from './lab';
import { labClock } from './lab-clock';
import { labUser } from './lab-user';
import type { LabOptions } from './options';
import { newRequest } from './request';
import { RequestLog } from './request-log';
import { serveUpstreams } from './upstreams/serve-upstreams';
import { createUpstreams } from './upstreams/upstreams';

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** Starts an API server with everything around it. Resolves when it serves and, with the engine, when the engine works. */
export function startLab(options: LabOptions = {}): Promise<Lab> {
  return awake(start(options));
}

async function start(options: LabOptions): Promise<Lab> {
  const outside = labEnvironment(options);
  const crypto = labCrypto(options);
  // The authorities know the lab's administrator, whom the network to them makes possible: each is asked for when it is needed.
  const { authorities: settings = {} } = options;
  const { upstreams, network } = createUpstreams({ environment: outside, crypto, settings, admin: () => admin });
  const environment = { ...outside, network };
  const { clock, random } = environment;
  const { https, clusterResourceNamespace = 'cert-manager', log = () => undefined } = options;
  const host = https?.host ?? '127.0.0.1';
  const clocks = https === undefined ? [clock] : [clock, systemClock];
  const authority = createClusterAuthority({ clocks, random, crypto }, [host]);
  const chaos = options.chaos === undefined ? undefined : { ...options.chaos, random: random.stream('chaos'), log };
  const faults = new Faults(clock, chaos);
  const requests = new RequestLog();
  const { api, controllers, handle } = startKubernetes({ environment, crypto, authority, faults, requests, options });
  const client = (user: typeof ADMIN, through = handle): KubeClient =>
    createClient(inProcessTransport(through, { user }), { userAgent: 'csrlab' });
  // What the lab does for its user is not what the user tests: no fault strikes it.
  const admin = client(ADMIN, api.handle);
  const mapper = createRestMapper(admin);
  const serving = https === undefined ? undefined : await serve(handle, { host, port: https.port ?? 0, authority });
  const server = serving?.url ?? '';
  if (serving !== undefined) api.publishTokenKeys(`${host}:${serving.port}`);
  const place = { admin, environment, crypto, clusterResourceNamespace };
  const engine =
    options.signers === false ? undefined : await startEngine({ ...place, handle, options, installDefinitions: api.installDefinitions });
  const served = https === undefined || options.signers === false ? undefined : await serveUpstreams(upstreams, network, authority.serving);
  const beginning = api.store.snapshot();
  const restore = async (snapshot: Snapshot): Promise<void> => {
    api.store.restore(snapshot);
    await turn();
  };
  return {
    server,
    caCertificate: authority.root,
    urls: { ...(serving === undefined ? {} : { api: server }), ...served?.urls },
    ...{ admin, environment, crypto, handle, faults, requests, upstreams },
    ...(engine === undefined ? {} : { engine }),
    clock: labClock(clock, turn),
    as: (user, { groups = [] } = {}) => labUser(client({ name: user, groups: [...groups, 'system:authenticated'] }), mapper),
    request: (name, wish) => newRequest(name, wish, { random, crypto }),
    approve: (name, { reason = 'Approved', message = 'approved by the lab' } = {}) =>
      decide(admin, name, { type: 'Approved', reason, message }),
    deny: (name, { reason = 'Denied', message = 'denied by the lab' } = {}) => decide(admin, name, { type: 'Denied', reason, message }),
    issued: (name, { timeout = '10s' } = {}) => awake(issued(name, timeout, place)),
    ca: (issuer) => awake(createCaIssuer(issuer, place)),
    apply: (manifest) => labUser(admin, mapper).apply(manifest),
    kubeconfig: (user = ADMIN.name, groups = user === ADMIN.name ? ['system:masters'] : []) =>
      kubeconfig({ authority, server, user, groups }),
    snapshot: () => ({ store: api.store.snapshot() }),
    restore: (snapshot) => restore(snapshot.store as Snapshot),
    async reset() {
      faults.clear();
      await restore(beginning);
      await engine?.start();
      requests.clear();
    },
    async stop() {
      await engine?.stop();
      upstreams.stop();
      await controllers.stop();
      await Promise.all([serving?.close(), served?.close()]);
    },
  };
}

interface Access {
  readonly authority: ClusterAuthority;
  readonly server: string;
  readonly user: string;
  readonly groups: readonly string[];
}

function kubeconfig({ authority, server, user, groups }: Access): string {
  const { certificate, key } = authority.client(user, groups);
  return writeKubeConfig({
    currentContext: 'csrlab',
    clusters: [{ name: 'csrlab', server, certificateAuthorityData: authority.root }],
    users: [{ name: user, clientCertificateData: certificate, clientKeyData: key }],
    contexts: [{ name: 'csrlab', cluster: 'csrlab', user }],
  });
}

function serve(
  handle: Lab['handle'],
  { host, port, authority }: { host: string; port: number; authority: ClusterAuthority },
): Promise<Serving> {
  return serveHttps(handle, { host, port, cert: authority.serving.certificate, key: authority.serving.key });
}

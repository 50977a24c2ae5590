import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { ApiError, inProcessTransport, Resources, type KubeObject, type Transport } from '../kube';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import type { PolicyRule } from '../kube/types/rbac';
import { ELECTION_RIGHTS, ENGINE_RIGHTS, startSigners } from '../signers';
import { newRoot } from './ca-issuer';
import { certManagerDefinitions } from './certificate-manager';
import { startLab, type Lab, type LabSnapshot } from './index';
import { issuerManifest } from './upstreams/issuer-manifest';

type Manifest = KubeObject & { readonly rules?: readonly PolicyRule[] };
const MANIFESTS = parseAllDocuments(readFileSync('deploy/signers.yaml', 'utf8')).map((one) => one.toJS() as Manifest);
const NAMESPACE = 'csrlab-signers';
const ACCOUNT = `system:serviceaccount:${NAMESPACE}:csrlab-signers`;
const DEPLOYED = { name: ACCOUNT, groups: ['system:serviceaccounts', `system:serviceaccounts:${NAMESPACE}`, 'system:authenticated'] };

const SERVICE_ACCOUNTS = { group: '', version: 'v1', resource: 'serviceaccounts' };
const INGRESSES = { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' };
const ORDERS = { group: 'acme.cert-manager.io', version: 'v1', resource: 'orders' };
const TEAM = { namespace: 'team' };

/** What comes of the work with all rights. */
const EVERYTHING = ['acme issued', 'acme-edit issued', 'everybody issued', 'vault issued', 'venafi issued', 'events written'];

interface Rights {
  readonly engine: readonly PolicyRule[];
  readonly election: readonly PolicyRule[];
}
const ALL: Rights = { engine: ENGINE_RIGHTS, election: ELECTION_RIGHTS };

/** What the engine did with some rights. */
interface Work {
  /** `group/resource verb` of everything that it asked for. */
  readonly asked: readonly string[];
  readonly refused: readonly string[];
  /** What came of it: the requests that have a certificate, and whether anybody is told why the others have none. */
  readonly came: readonly string[];
}

async function work(lab: Lab, { engine: rules, election }: Rights, around = (transport: Transport) => transport): Promise<Work> {
  const rulesOf: Readonly<Record<string, readonly PolicyRule[]>> = { ClusterRole: rules, Role: election };
  await lab.apply(MANIFESTS.map((object) => ('rules' in object ? { ...object, rules: rulesOf[object.kind ?? ''] } : object)));
  lab.requests.clear();
  const engine = startSigners({
    ...{ environment: lab.environment, crypto: lab.crypto, clusterResourceNamespace: NAMESPACE },
    transport: around(inProcessTransport(lab.handle, { user: DEPLOYED })),
    featureGates: { ExperimentalCertificateSigningRequestControllers: true },
    leaderElection: { namespace: NAMESPACE, identity: 'replica' },
  });
  await lab.clock.advance('10s');
  await createIssuers(lab);
  await lab.clock.advance('1m');
  await createRequests(lab);
  await lab.clock.advance('2m');
  await spoilOrder(lab);
  await lab.clock.advance('1m');
  await Promise.all([engine.stop(), lab.clock.advance('1m')]);
  const { items } = await lab.admin.list<CertificateSigningRequest>(Resources.certificateSigningRequests);
  const issued = items.filter(({ status }) => status?.certificate !== undefined);
  const events = await lab.admin.list(Resources.events, { fieldSelector: 'involvedObject.kind=CertificateSigningRequest' });
  const mine = lab.requests.matching({ user: ACCOUNT });
  const name = ({ verb, resource, event }: (typeof mine)[number]): string => `${event.objectRef?.apiGroup ?? ''}/${resource} ${verb}`;
  return {
    asked: [...new Set(mine.map(name))],
    refused: [...new Set(mine.filter(({ code }) => code === 403).map(name))],
    came: [...issued.map(({ metadata }) => `${metadata?.name ?? ''} issued`), ...(events.items.length > 0 ? ['events written'] : [])],
  };
}

const issuer = (name: string, spec: object): KubeObject => {
  const whole = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name, ...TEAM }, spec };
  return whole;
};

/** One of each way in which the engine works. */
async function createIssuers(lab: Lab): Promise<void> {
  await lab.admin.create<KubeObject>(Resources.namespaces, { metadata: { name: TEAM.namespace } });
  await lab.admin.create<KubeObject>(SERVICE_ACCOUNTS, { metadata: { name: 'vault', ...TEAM } });
  const shop = { metadata: { name: 'shop', ...TEAM }, spec: { defaultBackend: { service: { name: 'shop', port: { number: 80 } } } } };
  await lab.admin.create<KubeObject>(INGRESSES, shop);
  const root = (): ReturnType<typeof newRoot> => newRoot('root', lab);
  const acme = (name: string, solver: object): KubeObject => {
    const privateKeySecretRef = { name: `${name}-key` };
    return issuer(name, { acme: { server: 'https://acme.csrlab.test/dir', privateKeySecretRef, solvers: [solver] } });
  };
  const auth = { kubernetes: { role: 'csrlab', serviceAccountRef: { name: 'vault' } } };
  await lab.apply([
    ...issuerManifest('ca', { name: 'everybody', secretNamespace: NAMESPACE }, root),
    ...issuerManifest('venafi-tpp', { name: 'venafi', ...TEAM, secretNamespace: TEAM.namespace }, root),
    issuer('vault', { vault: { server: 'http://vault.csrlab.test', path: 'pki/sign/any', auth } }),
    acme('acme', { http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }),
    acme('acme-edit', { http01: { ingress: { name: 'shop' } }, waitInsteadOfSelfCheck: '0s' }),
    // Its Order stays open for as long as the test lasts.
    acme('acme-spoilt', { http01: { ingress: {} }, waitInsteadOfSelfCheck: '1h' }),
  ]);
}

async function createRequests(lab: Lab): Promise<void> {
  const ask = async (name: string, signerName: string): Promise<void> => {
    await lab.admin.create(
      Resources.certificateSigningRequests,
      lab.request(name, { signerName, dnsNames: [`${name}.example.com`] }).object,
    );
    await lab.approve(name);
  };
  await ask('everybody', 'clusterissuers.cert-manager.io/everybody');
  for (const name of ['venafi', 'vault', 'acme', 'acme-edit', 'acme-spoilt']) await ask(name, `issuers.cert-manager.io/team.${name}`);
}

/** An Order with a certificate that is none is deleted. */
async function spoilOrder({ admin }: Lab): Promise<void> {
  const { items } = await admin.list<KubeObject & { readonly status?: object }>(ORDERS);
  const order = items.find(({ metadata }) => metadata?.name?.startsWith('acme-spoilt'));
  if (order === undefined) return;
  await admin.update(
    ORDERS,
    { ...order, status: { ...order.status, state: 'valid', certificate: btoa('none') } },
    { subresource: 'status' },
  );
}

/** A server that knows no streaming lists, as all were before Kubernetes 1.32. */
const olderServer = (transport: Transport): Transport => ({
  send: (request) =>
    request.path.includes('sendInitialEvents=true')
      ? Promise.reject(ApiError.badRequest('sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled'))
      : transport.send(request),
});

/** `group/resource verb` of all that the rules allow. */
function allowed(rules: readonly PolicyRule[]): readonly string[] {
  return rules.flatMap(({ apiGroups = [], resources = [], verbs = [] }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`))),
  );
}

describe('the rights of the engine', function () {
  this.timeout(60_000);
  let lab: Lab;
  let beginning: LabSnapshot;

  before(async () => {
    lab = await startLab({ clock: 'manual', signers: false });
    for (const definition of certManagerDefinitions) await lab.admin.create(Resources.customResourceDefinitions, definition);
    await lab.clock.advance('10s');
    beginning = lab.snapshot();
  });
  afterEach(() => lab.restore(beginning));
  after(() => lab.stop());

  it('are what it asks for, on servers with and without streaming lists', async () => {
    const now = await work(lab, ALL);
    assert.deepEqual([now.refused, now.came], [[], EVERYTHING]);
    await lab.restore(beginning);
    const { asked, refused, came } = await work(lab, ALL, olderServer);
    assert.deepEqual([refused, came], [[], EVERYTHING]);
    // Nobody asks to sign: admission looks at it when a certificate is written.
    const unasked = allowed([...ENGINE_RIGHTS, ...ELECTION_RIGHTS]).filter((right) => ![...now.asked, ...asked].includes(right));
    assert.deepEqual(unasked, ['certificates.k8s.io/signers sign']);
  });

  for (const rule of ENGINE_RIGHTS) {
    it(`lack something without ${(rule.verbs ?? []).join(', ')} of ${rule.resources?.join(', ') ?? ''}`, async () => {
      const { refused, came } = await work(lab, { ...ALL, engine: ENGINE_RIGHTS.filter((other) => other !== rule) });
      const expected =
        rule.resources?.[0] === 'signers' ? ['certificates.k8s.io/certificatesigningrequests/status update'] : allowed([rule]);
      assert.deepEqual([refused.length > 0, refused.filter((right) => !expected.includes(right))], [true, []]);
      assert.notDeepEqual(came, EVERYTHING);
    });
  }

  for (const rule of ELECTION_RIGHTS) {
    it(`lack something without ${(rule.verbs ?? []).join(', ')} of leases`, async () => {
      const { refused, came } = await work(lab, { ...ALL, election: ELECTION_RIGHTS.filter((other) => other !== rule) });
      assert.deepEqual([refused.length > 0, refused.filter((right) => !allowed([rule]).includes(right)), came], [true, [], []]);
    });
  }
});

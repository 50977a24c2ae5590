import assert from 'node:assert/strict';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import { createCertificateRequest, encodePem, generateSigningKey } from '../pki';
import { createVaultServer, type PkiRole, type VaultServer } from '../sim/upstreams/vault';
import { askBoth, configurePki } from './both-vaults';
import { describeWithClient } from './find';
import { ROOT, startOpenBao, type OpenBao } from './openbao-process';

const PORT = 32_211;
const HOUR = 3600;
const YEARS = 87_600 * HOUR;

const ROLES: Readonly<Record<string, PkiRole>> = {
  example: { allowed_domains: ['example.com'], allow_subdomains: true },
  any: { allow_any_name: true, enforce_hostnames: false, allowed_uri_sans: ['*'], require_cn: false, key_type: 'any' },
  short: { allowed_domains: ['example.com'], allow_subdomains: true, max_ttl: 24 * HOUR, ttl: HOUR },
  ed: { allow_any_name: true, key_type: 'ed25519' },
  org: { allow_any_name: true, organization: ['Acme'], ou: ['Ops'] },
};

const APP = { role_id: 'csrlab-role', secret_id: 'csrlab-secret' };

async function configure(bao: OpenBao): Promise<void> {
  await configurePki(bao, ROLES);
  await bao.ask('POST', 'auth/token/create', { id: 'signer-token', policies: ['signer'], ttl: '1h', renewable: true });
  for (const type of ['approle', 'kubernetes', 'cert']) await bao.ask('POST', `sys/auth/${type}`, { type });
  await bao.ask('POST', 'auth/approle/role/csrlab', { token_policies: ['signer'], token_ttl: '1h' });
  await bao.ask('POST', 'auth/approle/role/csrlab/role-id', { role_id: APP.role_id });
  await bao.ask('POST', 'auth/approle/role/csrlab/custom-secret-id', { secret_id: APP.secret_id });
  const bound = { bound_service_account_names: '*', bound_service_account_namespaces: '*' };
  await bao.ask('POST', 'auth/kubernetes/role/csrlab', { ...bound, token_policies: ['signer'] });
}

function double(): VaultServer {
  const { clock, random } = nodeEnvironment();
  return createVaultServer({
    ...{ clock, random, crypto },
    config: {
      pki: { pki: { roles: ROLES, rootOnly: true, lifetime: YEARS, maxTtl: YEARS } },
      policies: { signer: ['pki/sign/*'] },
      tokens: { [ROOT]: { policies: ['root'], ttl: 0 }, 'signer-token': { policies: ['signer'], ttl: HOUR } },
      appRole: { approle: { csrlab: { roleId: APP.role_id, secretIds: [APP.secret_id], policies: ['signer'], ttl: HOUR } } },
      kubernetes: { kubernetes: { csrlab: { boundNames: ['*'], boundNamespaces: ['*'], policies: ['signer'] } } },
      certificate: { cert: {} },
    },
  });
}

const SIGNER = 'signer-token';
const crypto = nodeCrypto();
const { random } = nodeEnvironment();
const RSA = generateSigningKey({ kind: 'RSA', bits: 2048 }, random.stream('rsa'), crypto);
const ED = generateSigningKey({ kind: 'Ed25519' }, random.stream('ed'), crypto);

function request(commonName: string, key = RSA): string {
  return encodePem('CERTIFICATE REQUEST', createCertificateRequest({ subject: { commonName } }, key, crypto));
}

const WEB = request('www.example.com');

type Call = readonly [method: string, path: string, body?: object, token?: string];

const sign = (more: object, role = 'example'): Call => ['POST', `pki/sign/${role}`, { csr: WEB, ...more }, ROOT];
const login = (mount: string, body: object): Call => ['POST', `auth/${mount}/login`, body];

/** In this order: the last ones revoke a token. */
const CALLS: readonly Call[] = [
  ...['sys/health', 'sys/health?activecode=299', 'sys/seal-status', 'sys/init', 'sys/leader'].map((path): Call => ['GET', path]),
  ...[['HEAD', 'sys/health'] as const, ['POST', 'sys/health', {}] as const],
  ...[['GET', 'sys/mounts', undefined, SIGNER] as const, ['GET', 'sys/mounts'] as const],
  ...[['GET', 'nope', undefined, ROOT] as const, ['GET', 'nope'] as const, ['POST', 'nope', {}, SIGNER] as const],
  ...[APP, { ...APP, secret_id: 'x' }, { ...APP, role_id: 'x' }, { role_id: APP.role_id }, { secret_id: 'x' }, {}].map((body) =>
    login('approle', body),
  ),
  ...[login('approle', { role_id: 5, secret_id: 'x' }), ['PUT', 'auth/approle/login', APP] as const],
  ...[login('nope', { role: 'x' }), ['POST', 'auth/approle/nope', {}] as const],
  ...[{ role: 'nope', jwt: 'a.b.c' }, { role: 'csrlab' }, { jwt: 'a.b.c' }, {}].map((body) => login('kubernetes', body)),
  ...[login('cert', {}), login('cert', { name: 'x' })],
  ...[SIGNER, ROOT, '', 'nope'].map((token): Call => ['GET', 'auth/token/lookup-self', undefined, token]),
  ...[SIGNER, ROOT].map((token): Call => ['POST', 'auth/token/renew-self', {}, token]),
  ...[['POST', 'auth/token/lookup-self', {}, SIGNER] as const, ['GET', 'auth/token/renew-self', undefined, SIGNER] as const],
  ...[['POST', 'auth/token/renew-self', { increment: '10m' }, SIGNER] as const, ['POST', 'auth/token/create', {}, SIGNER] as const],
  ['POST', 'sys/capabilities-self', { paths: ['pki/sign/example'] }, SIGNER],
  ...[
    {},
    { ttl: 'x' },
    { ttl: '-1h' },
    { ttl: 3600 },
    { ttl: '3600' },
    { ttl: '1d' },
    { ttl: '24h', not_after: '2030-01-01T00:00:00Z' },
  ].map((more) => sign(more)),
  ...[sign({}, 'short'), sign({ ttl: '25h' }, 'short'), sign({}, 'ed'), sign({ csr: request('a.example.com', ED) }, 'ed'), sign({}, 'org')],
  ...[sign({ csr: request('www.example.com', ED) }), sign({ csr: '' }), sign({}, ''), sign({}, 'nope')],
  ...[{ format: 'der' }, { format: 'pem_bundle' }, { format: 'x' }, { remove_roots_from_chain: true }].map((more) => sign(more, 'any')),
  ...[{ ip_sans: '10.0.0.2' }, { ip_sans: 'x' }, { uri_sans: 'spiffe://a/b' }, { other_sans: 'x' }].map((more) => sign(more, 'any')),
  ...['PUT', 'GET', 'DELETE'].map((method): Call => [method, 'pki/sign/example', method === 'PUT' ? { csr: WEB } : undefined, ROOT]),
  ...['pki/sign', 'pki/sign-verbatim/example', 'pki/sign-verbatim/nope', 'pki/sign-verbatim', 'pki/issuer/default/sign/example'].map(
    (path): Call => ['POST', path, { csr: WEB }, ROOT],
  ),
  ...['pki/issuer/nope/sign/example', 'pki/issuer/default/sign-verbatim', 'pki/nope'].map((path): Call => [
    'POST',
    path,
    { csr: WEB },
    ROOT,
  ]),
  ...[['POST', 'pki/sign-verbatim', {}, ROOT] as const, ['GET', 'pki/sign-verbatim', undefined, ROOT] as const],
  ...[
    ['GET', 'pki/cert/ca'] as const,
    ['GET', 'pki/roles/example', undefined, SIGNER] as const,
    ['GET', 'pki/nope', undefined, ROOT] as const,
  ],
  ...[['POST', 'pki/sign/example', { csr: WEB }, SIGNER] as const, ['POST', 'pki/issue/example', {}, SIGNER] as const],
  ['POST', 'auth/token/revoke-self', {}, SIGNER],
  ...[['GET', 'auth/token/lookup-self', undefined, SIGNER] as const, ['POST', 'pki/sign/example', { csr: WEB }, SIGNER] as const],
];

const OWN = /^(request_id|serial_number|client_token|accessor|id|entity_id|cluster_id|cluster_name|version|expire_time|issue_time)$/;

/** What differs from run to run, replaced by what it is; members in alphabetical order. */
function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shape(item, key));
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => [name, shape(member, name)] as const);
    return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  if (typeof value === 'number' && /expir|not_before|time|ttl|lease_duration/.test(key)) return 'number';
  if (typeof value !== 'string') return value;
  if (OWN.test(key)) return value === '' ? `no ${key}` : key;
  if (value.startsWith('-----BEGIN')) return 'PEM';
  return value.startsWith('MII') ? 'DER' : value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

describeWithClient('OpenBao, path by path', 'bao', (file) => {
  let bao: OpenBao;
  let vault: VaultServer;
  before(async () => {
    bao = await startOpenBao(file, PORT);
    await configure(bao);
    vault = double();
  });
  after(() => bao.stop());

  for (const [method, path, body, token = ''] of CALLS) {
    const shown = JSON.stringify(body ?? null).replace(/-----BEGIN[^"]*/g, 'PEM');
    it(`${method} ${path} ${shown} with ${token === '' ? 'no token' : token} is answered as by the simulated Vault`, async () => {
      const { real, simulated } = await askBoth({ bao, vault }, { method, path, body, token });
      assert.deepEqual([simulated.status, shape(simulated.body)], [real.status, shape(real.body)]);
    });
  }
});

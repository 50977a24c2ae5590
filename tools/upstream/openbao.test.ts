import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readBody } from '../../base/env/body';
import { manualClock } from '../../base/env/manual-clock';
import { nodeCrypto } from '../../base/env/node/crypto';
import { turn } from '../../base/env/node/turn';
import { seededRandom } from '../../base/env/seeded-random';
import { createVaultServer } from '../../sim/upstreams/vault';
import type { PkiRole, VaultConfig, VaultServer } from '../../sim/upstreams/vault';
import { readCases } from './case';
import type { SentRequest, UpstreamCase } from './case';

const CASES = readCases(join(__dirname, '../../fixtures/recorded/upstream')).filter(({ name }) => name.startsWith('vault/openbao-'));

const HOUR = 3600;
const EXAMPLE: PkiRole = { allowed_domains: ['example.com'], allow_subdomains: true, max_ttl: 2400 * HOUR };
const ANY: PkiRole = { allow_any_name: true, allowed_uri_sans: ['*'], require_cn: false, key_type: 'any', enforce_hostnames: false };

/** The server of the recordings, as their README describes it. */
const CONFIG: VaultConfig = {
  pki: {
    pki: {
      roles: {
        example: EXAMPLE,
        any: ANY,
        short: { ...EXAMPLE, max_ttl: 24 * HOUR },
        ec: { ...EXAMPLE, key_type: 'ec' },
        rsa4096: { ...EXAMPLE, key_bits: 4096 },
        noip: { ...EXAMPLE, allow_ip_sans: false },
        noroot: EXAMPLE,
        nowild: { ...EXAMPLE, allow_wildcard_certificates: false },
        nocsr: { ...EXAMPLE, use_csr_sans: false, use_csr_common_name: false },
      },
    },
    'pki-root': { roles: { example: EXAMPLE }, rootOnly: true },
    'pki-short': { roles: { example: EXAMPLE }, lifetime: 48 * HOUR },
  },
  policies: { signer: ['pki/*', 'pki-root/*', 'pki-short/*'] },
  tokens: { 's-signer': { policies: ['signer'] }, 's-nopolicy': { policies: [] } },
  appRole: { approle: { cm: { roleId: 'role-cm', secretIds: ['secret-cm'], policies: ['signer'] } } },
  kubernetes: { kubernetes: Object.fromEntries(['ok', 'name', 'namespace', 'garbage'].map((name) => kubernetesRole(name))) },
};

function kubernetesRole(what: string) {
  const name = `vault-openbao-kubernetes-${what}`;
  const role = {
    boundNames: [what === 'name' ? 'another' : 'vault-sa'],
    boundNamespaces: [what === 'namespace' ? 'another' : name],
    policies: ['signer'],
    ttl: HOUR,
  };
  return [name, role] as const;
}

function server(): VaultServer {
  const clock = manualClock({ start: Date.UTC(2026, 10, 24, 21), turn });
  return createVaultServer({
    ...{ clock, random: seededRandom(1), crypto: nodeCrypto(), config: CONFIG },
    reviewToken: (jwt) => Promise.resolve(reviewed(jwt)),
  });
}

/** Who the recorded API server said that a token belongs to: what is in it. */
function reviewed(jwt: string) {
  const payload = jwt.split('.')[1];
  if (payload === undefined) return undefined;
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
  return { user: sub, uid: 'uid' };
}

async function answerTo(double: VaultServer, sent: SentRequest, token: string) {
  const headers = Object.fromEntries(Object.entries(sent.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const recorded = headers['x-vault-token'] ?? '';
  const body = sent.body === undefined || sent.body === null ? {} : { body: Buffer.from(JSON.stringify(sent.body)) };
  const response = await double.handle(
    {
      method: sent.method ?? '',
      path: sent.path ?? '',
      headers: { ...headers, ...(recorded === '' ? {} : { 'x-vault-token': token === '' ? recorded : token }) },
      ...body,
    },
    {},
  );
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(Buffer.from(await readBody(response)).toString()) as unknown,
  };
}

/** What differs from run to run, replaced by what it is. */
function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shape(item, key));
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, member]) => [name, shape(member, name)]);
  if (typeof value === 'number' && /^(expiration|not_before|server_time_utc)$/.test(key)) return 'time';
  if (typeof value !== 'string') return value;
  if (/^(request_id|client_token|accessor|entity_id|serial_number|cluster_id|cluster_name|service_account_uid)$/.test(key)) return key;
  return value.startsWith('-----BEGIN CERTIFICATE-----')
    ? `PEM${value.endsWith('\n') ? ' with a newline' : ''}`
    : value.replaceAll(TIME, 'TIME');
}

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;

async function compare({ sent }: UpstreamCase): Promise<void> {
  const double = server();
  let token = '';
  for (const one of sent.filter(({ method }) => method !== undefined)) {
    const { status, headers, body } = await answerTo(double, one, token);
    const { answer = {} } = one;
    assert.deepEqual([one.path, status, shape(body)], [one.path, answer.status, shape(answer.body)]);
    assert.equal(headers['content-type'], answer.headers?.['Content-Type']);
    const { auth } = body as { auth?: { client_token?: string } };
    token = auth?.client_token ?? token;
  }
}

describe('the simulated Vault answers as the real OpenBao did', () => {
  for (const recorded of CASES) it(`${recorded.name}: ${recorded.title}`, () => compare(recorded));
});

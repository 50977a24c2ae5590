import assert from 'node:assert/strict';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import type { KubeObject } from '../kube';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { startLab, type Lab } from '../lab';
import { createCertificateRequest, decodeCertificates, encodePem, formatName, generateSigningKey } from '../pki';
import { createVaultServer, type PkiRole, type VaultServer } from '../sim/upstreams/vault';
import { askBoth, configurePki } from './both-vaults';
import { describeWithClient } from './find';
import { ROOT, startOpenBao, type OpenBao } from './openbao-process';

const PORT = 32_210;
const HOUR = 3600;
const CSRS = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };

const ROLES: Readonly<Record<string, PkiRole>> = {
  example: { allowed_domains: ['example.com'], allow_subdomains: true },
  any: { allow_any_name: true, enforce_hostnames: false, allowed_uri_sans: ['*'], require_cn: false, key_type: 'any' },
  bare: { allowed_domains: ['example.com'], allow_bare_domains: true },
  glob: { allowed_domains: ['ex*.com'], allow_glob_domains: true },
  nowild: { allowed_domains: ['example.com'], allow_subdomains: true, allow_wildcard_certificates: false },
  noip: { allowed_domains: ['example.com'], allow_subdomains: true, allow_ip_sans: false },
  uris: { allow_any_name: true, allowed_uri_sans: ['spiffe://example.com/*'] },
  nocsr: { allowed_domains: ['example.com'], allow_subdomains: true, use_csr_sans: false, use_csr_common_name: false },
  short: { allowed_domains: ['example.com'], allow_subdomains: true, max_ttl: 24 * HOUR },
  ec: { allow_any_name: true, key_type: 'ec', key_bits: 384 },
  rsa4096: { allow_any_name: true, key_type: 'rsa', key_bits: 4096 },
};

async function configure(bao: OpenBao): Promise<void> {
  await configurePki(bao, ROLES);
  await bao.ask('POST', 'auth/token/create', { id: 'signer-token', policies: ['signer'] });
}

const crypto = nodeCrypto();
const { random } = nodeEnvironment();
const RSA = generateSigningKey({ kind: 'RSA', bits: 2048 }, random.stream('rsa'), crypto);
const EC = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, random.stream('ec'), crypto);

function request(commonName: string, more: Partial<Parameters<typeof createCertificateRequest>[0]> = {}, key = RSA): string {
  const subject = commonName === '' ? {} : { commonName };
  return encodePem('CERTIFICATE REQUEST', createCertificateRequest({ subject, ...more }, key, crypto));
}

const WEB = request('www.example.com', { dnsNames: ['www.example.com'] });

/** Calls that a real OpenBao and the simulated Vault have to answer alike. */
const CALLS: readonly (readonly [title: string, path: string, body: object, token?: string])[] = [
  ['signs', 'pki/sign/example', { csr: WEB, ttl: '24h' }],
  ['warns of names that are given twice', 'pki/sign/example', { csr: WEB, common_name: 'www.example.com', alt_names: 'www.example.com' }],
  ['takes names from the call', 'pki/sign/nocsr', { csr: WEB, common_name: 'a.example.com', alt_names: 'b.example.com' }],
  ['leaves the common name out of the names', 'pki/sign/nocsr', { csr: WEB, common_name: 'a.example.com', exclude_cn_from_sans: 'true' }],
  ['refuses foreign names of the call', 'pki/sign/nocsr', { csr: WEB, common_name: 'a.example.com', alt_names: 'b.example.org' }],
  ['cuts the time', 'pki/sign/short', { csr: WEB, ttl: '100h' }],
  ['signs verbatim', 'pki/sign-verbatim', { csr: WEB }],
  ['refuses a bare domain', 'pki/sign/example', { csr: request('example.com') }],
  ['allows a bare domain', 'pki/sign/bare', { csr: request('example.com') }],
  ['refuses what is below a bare domain', 'pki/sign/bare', { csr: WEB }],
  ['allows a pattern', 'pki/sign/glob', { csr: request('example.com') }],
  ['refuses what no pattern covers', 'pki/sign/glob', { csr: request('other.com') }],
  ['allows a wildcard', 'pki/sign/example', { csr: request('*.example.com') }],
  ['refuses a wildcard', 'pki/sign/nowild', { csr: request('*.example.com') }],
  ['allows localhost', 'pki/sign/example', { csr: request('localhost') }],
  ['refuses a foreign name', 'pki/sign/example', { csr: request('www.example.org') }],
  ['refuses a foreign alternative name', 'pki/sign/example', { csr: request('www.example.com', { dnsNames: ['www.example.org'] }) }],
  ['refuses a foreign address', 'pki/sign/example', { csr: request('www.example.com', { emailAddresses: ['a@example.org'] }) }],
  ['refuses what is no host name', 'pki/sign/example', { csr: request('a b.example.com') }],
  ['refuses IP addresses', 'pki/sign/noip', { csr: request('www.example.com', { ipAddresses: [Uint8Array.of(192, 0, 2, 1)] }) }],
  ['wants a common name', 'pki/sign/example', { csr: request('', { dnsNames: ['www.example.com'] }) }],
  ['does without a common name', 'pki/sign/any', { csr: request('', { dnsNames: ['www.example.com'] }) }],
  ['wants an RSA key', 'pki/sign/example', { csr: request('www.example.com', {}, EC) }],
  ['wants an EC key', 'pki/sign/ec', { csr: WEB }],
  ['wants a larger EC key', 'pki/sign/ec', { csr: request('www.example.com', {}, EC) }],
  ['wants a larger RSA key', 'pki/sign/rsa4096', { csr: WEB }],
  ['wants a request', 'pki/sign/example', {}],
  ['wants a request that is PEM', 'pki/sign/example', { csr: 'hello' }],
  ['knows no such role', 'pki/sign/nope', { csr: WEB }],
  ['knows no such mount', 'nope/sign/example', { csr: WEB }],
  ['knows no such token', 'pki/sign/example', { csr: WEB }, 'nope'],
  ['wants a token', 'pki/sign/example', { csr: WEB }, ''],
  ['keeps to the policy', 'pki/sign-verbatim', { csr: WEB }, 'signer-token'],
  ['is beyond its own end', 'pki/sign/any', { csr: WEB, ttl: '87600h' }],
];

/** What differs from run to run, replaced by what it is; of a certificate, what is in it. */
function shape(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => shape(item, key));
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, member]) => [name, shape(member, name)]);
  if (typeof value === 'number' && /^(expiration|not_before)$/.test(key)) return 'time';
  if (typeof value !== 'string') return value;
  if (key === 'request_id' || key === 'serial_number') return key;
  if (value.startsWith('-----BEGIN')) return key === 'certificate' ? contentOf(value) : 'PEM';
  return value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

function contentOf(pem: string): unknown {
  const [leaf] = decodeCertificates(Buffer.from(pem), 'chain');
  const { subject, dnsNames, emailAddresses, notBefore = 0, notAfter = 0 } = leaf ?? { subject: undefined };
  const hours = Math.round((notAfter - notBefore) / HOUR);
  return [subject === undefined ? '' : formatName(subject), dnsNames, emailAddresses, hours, leaf?.extensions.map(({ oid }) => oid).sort()];
}

function double(): VaultServer {
  const { clock } = nodeEnvironment();
  return createVaultServer({
    ...{ clock, random, crypto },
    config: {
      pki: { pki: { roles: ROLES, rootOnly: true, lifetime: 87_600 * HOUR, maxTtl: 87_600 * HOUR } },
      policies: { signer: ['pki/sign/*'] },
      tokens: { [ROOT]: { policies: ['root'], ttl: 0 }, 'signer-token': { policies: ['signer'] } },
    },
  });
}

describeWithClient('OpenBao', 'bao', (file) => {
  let bao: OpenBao;
  let vault: VaultServer;
  before(async () => {
    bao = await startOpenBao(file, PORT);
    await configure(bao);
    vault = double();
  });
  after(() => bao.stop());

  for (const [title, path, body, token] of CALLS) {
    it(`${title}, as the simulated Vault does`, async () => {
      const { real, simulated } = await askBoth({ bao, vault }, { path, body, token });
      assert.deepEqual([simulated.status, shape(simulated.body)], [real.status, shape(real.body)]);
    });
  }

  it('signs what the lab asks of it', async () => {
    const lab = await startLab();
    try {
      assert.deepEqual(await issuedThrough(lab, bao.url), ['CN=www.example.com']);
    } finally {
      await lab.stop();
    }
  });
});

async function issuedThrough(lab: Lab, server: string): Promise<readonly string[]> {
  await lab.admin.create<KubeObject>({ group: '', version: 'v1', resource: 'secrets' }, {
    metadata: { name: 'vault', namespace: 'default' },
    stringData: { token: 'signer-token' },
  } as KubeObject);
  const vault = { server, path: 'pki/sign/example', auth: { tokenSecretRef: { name: 'vault' } } };
  const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'bao', namespace: 'default' }, spec: { vault } };
  await lab.admin.create<KubeObject>(ISSUERS, issuer);
  await lab.admin.create<CertificateSigningRequest>(CSRS, {
    metadata: { name: 'bao' },
    spec: { request: btoa(WEB), signerName: 'issuers.cert-manager.io/default.bao', usages: ['server auth'] },
  });
  const body = { status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Test', message: '' }] } };
  await lab.admin.patch(CSRS, 'bao', { type: 'merge', body }, { subresource: 'approval' });
  for (let tries = 0; tries < 100; tries++) {
    const { status } = await lab.admin.get<CertificateSigningRequest>(CSRS, 'bao');
    if (status?.certificate)
      return decodeCertificates(Buffer.from(status.certificate, 'base64'), 'chain').map((one) => formatName(one.subject));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return [];
}

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { Agent } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTlsServer, createSecureContext, type SecureContext, type Server as TlsServer } from 'node:tls';
import * as acme from 'acme-client';
import { startMockProcess, type ReadyMock } from './mock-process';

const MAC_KEY = Buffer.from('a key that was agreed on elsewhere').toString('base64url');

// Nobody here wrote this client: what it does not understand of our authority, others will not either.
describe('acme-client with csrlab mock', () => {
  let dns: ReadyMock;
  let authority: ReadyMock;
  let bound: ReadyMock;
  let web: HttpServer;
  let tls: TlsServer;
  const files = new Map<string, string>();
  const certificates = new Map<string, SecureContext>();

  before(async () => {
    web = createHttpServer(({ url, headers }, response) =>
      response.end(files.get(`${headers.host?.split(':')[0] ?? ''}${url ?? ''}`) ?? ''),
    );
    tls = createTlsServer({ ALPNProtocols: ['acme-tls/1'], SNICallback: (name, done) => done(null, certificates.get(name)) });
    const [httpPort, tlsPort] = [await listen(web), await listen(tls)];
    dns = await startMockProcess('dns');
    const places = ['--dns-server', dns.url.replace('dns://', ''), '--http-port', httpPort, '--tls-port', tlsPort];
    [authority, bound] = await Promise.all([
      startMockProcess('acme', ...places),
      startMockProcess('acme', ...places, '--external-account', `kid-1=${MAC_KEY}`),
    ]);
    // The client trusts by one agent for all of its instances.
    acme.axios.defaults.httpsAgent = new Agent({ ca: [readFileSync(authority.ca), readFileSync(bound.ca)] });
    await record('A', ['127.0.0.1'], 'web.example.com', 'www.example.com', 'alpn.example.com', 'mixed.example.com');
  });

  after(async () => {
    await Promise.all([dns, authority, bound].map((mock) => mock.stop()));
    for (const server of [web, tls]) server.close();
  });

  async function record(type: string, values: readonly string[], ...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const answer = await fetch(`${dns.control}/records/${name}/${type}`, { method: 'POST', body: JSON.stringify(values) });
      assert.equal(answer.status, 204, await answer.text());
    }
  }

  /** How each challenge is answered, and taken away again. */
  const solvers: Readonly<Record<string, (name: string, token: string, value: string, authz: acme.Authorization) => Promise<void>>> = {
    'http-01': (name, token, value) => {
      files.set(`${name}/.well-known/acme-challenge/${token}`, value);
      return Promise.resolve();
    },
    'dns-01': (name, _token, value) => record('TXT', [value], `_acme-challenge.${name}`),
    'tls-alpn-01': async (name, _token, value, authz) => {
      const [key, cert] = await acme.crypto.createAlpnCertificate(authz, value);
      certificates.set(name, createSecureContext({ key, cert }));
    },
  };

  const clientOf = async (more: Partial<acme.ClientOptions> = {}, at = authority): Promise<acme.Client> =>
    new acme.Client({
      directoryUrl: at.url,
      accountKey: await acme.crypto.createPrivateEcdsaKey(),
      backoffMin: 50,
      backoffMax: 500,
      ...more,
    });

  const order = async (client: acme.Client, names: readonly string[], challengePriority: string[]): Promise<string> => {
    const [, csr] = await acme.crypto.createCsr({ commonName: names[0] ?? '', altNames: [...names] });
    const used: string[] = [];
    const certificate = await client.auto({
      ...{ csr, challengePriority, email: 'a@example.com', termsOfServiceAgreed: true, skipChallengeVerification: true },
      challengeCreateFn: async (authz, challenge, value) => {
        used.push(challenge.type);
        await solvers[challenge.type]?.(authz.identifier.value, challenge.token, value, authz);
      },
      challengeRemoveFn: () => Promise.resolve(),
    });
    assert.deepEqual([...new Set(used)], challengePriority);
    return certificate;
  };

  for (const [type, names] of [
    ['http-01', ['web.example.com', 'www.example.com']],
    ['dns-01', ['wild.example.com', '*.wild.example.com']],
    ['tls-alpn-01', ['alpn.example.com']],
  ] as const) {
    it(`gets a certificate by ${type}`, async () => {
      const certificate = await order(await clientOf(), names, [type]);
      const { domains, issuer } = acme.crypto.readCertificateInfo(certificate);
      assert.deepEqual([...domains.altNames].sort(), [...names].sort());
      assert.match(issuer.commonName, /^csrlab ACME test intermediate/);
      assert.equal(acme.crypto.splitPemChain(certificate).length, 2);
    });
  }

  it('is told what a wrong answer to a challenge was', async () => {
    const client = await clientOf();
    await client.createAccount({ termsOfServiceAgreed: true });
    const made = await client.createOrder({ identifiers: [{ type: 'dns', value: 'mixed.example.com' }] });
    const [authz] = await client.getAuthorizations(made);
    const challenge = authz?.challenges.find(({ type }) => type === 'http-01');
    assert.ok(challenge);
    await client.completeChallenge(challenge);
    await assert.rejects(client.waitForValidStatus(challenge), /The key authorization file from the server did not match this challenge/);
  });

  it('revokes what it got, once', async () => {
    const client = await clientOf();
    const certificate = await order(client, ['web.example.com'], ['http-01']);
    await client.revokeCertificate(certificate);
    await assert.rejects(client.revokeCertificate(certificate), /Certificate has already been revoked/);
    const [leaf = ''] = acme.crypto.splitPemChain(certificate);
    const { serialNumber } = new X509Certificate(leaf);
    const status = await (await fetch(`${authority.control}/cert-status-by-serial/${serialNumber}`)).json();
    const { Status, Reason } = status as { Status: string; Reason: number };
    assert.deepEqual([Status, Reason], ['Revoked', 0]);
  });

  it('keeps its account under a new key, changes its contacts, and leaves', async () => {
    const [oldKey, newKey] = [await acme.crypto.createPrivateRsaKey(2048), await acme.crypto.createPrivateEcdsaKey('P-384')];
    const client = await clientOf({ accountKey: oldKey });
    await client.createAccount({ termsOfServiceAgreed: true, contact: ['mailto:a@example.com'] });
    const account = client.getAccountUrl();
    await client.updateAccountKey(newKey);
    const after = await clientOf({ accountKey: newKey });
    const found = await after.createAccount({ onlyReturnExisting: true });
    assert.deepEqual([after.getAccountUrl(), found.contact], [account, ['mailto:a@example.com']]);
    await assert.rejects(
      (await clientOf({ accountKey: oldKey, backoffAttempts: 1 })).createAccount({ onlyReturnExisting: true }),
      /unable to find existing account/,
    );
    assert.deepEqual((await after.updateAccount({ contact: ['mailto:b@example.com'] })).contact, ['mailto:b@example.com']);
    assert.equal((await after.updateAccount({ status: 'deactivated' })).status, 'deactivated');
    await assert.rejects(after.createOrder({ identifiers: [{ type: 'dns', value: 'web.example.com' }] }), /Account has been deactivated/);
  });

  it('gives an authorization back', async () => {
    const client = await clientOf();
    await client.createAccount({ termsOfServiceAgreed: true });
    const made = await client.createOrder({ identifiers: [{ type: 'dns', value: 'web.example.com' }] });
    const [authz] = await client.getAuthorizations(made);
    assert.ok(authz);
    assert.equal((await client.deactivateAuthorization(authz)).status, 'deactivated');
    assert.equal((await client.getOrder(made)).status, 'invalid');
  });

  it('binds its account to one elsewhere, with the right key alone', async () => {
    const binding = (hmacKey: string) => ({ externalAccountBinding: { kid: 'kid-1', hmacKey } });
    const terms = { termsOfServiceAgreed: true };
    await assert.rejects((await clientOf({}, bound)).createAccount(terms), /must include a value for the 'externalAccountBinding' field/);
    const guessed = binding(Buffer.from('guessed').toString('base64url'));
    await assert.rejects((await clientOf(guessed, bound)).createAccount(terms), /external account binding JWS verification error/);
    const client = await clientOf(binding(MAC_KEY), bound);
    assert.equal((await client.createAccount(terms)).status, 'valid');
    await order(client, ['web.example.com'], ['http-01']);
  });
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return String((server.address() as AddressInfo).port);
}

import assert from 'node:assert/strict';
import { encodeBase64Url, decodeBase64Url } from '../../../base/base64url';
import { readBody } from '../../../base/env/body';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { systemClock } from '../../../base/env/node/clock';
import { seededRandom } from '../../../base/env/seeded-random';
import type { HttpResponse } from '../../../base/env/http';
import type { KeySpec } from '../../../base/env/crypto';
import {
  createCertificateRequest,
  decodeCertificates,
  generateSigningKey,
  hmac,
  jwkThumbprint,
  jwsAlgorithm,
  signForJws,
  toJwk,
  type SigningKey,
} from '../../../pki';
import { utf8 } from '../../../pki/bytes';
import { createAcmeServer } from '.';
import type { AcmeServerOptions } from '.';

const crypto = nodeCrypto();
const random = seededRandom('acme test');
const P256: KeySpec = { kind: 'ECDSA', curve: 'P-256' };
const newKey = (spec: KeySpec = P256): SigningKey => generateSigningKey(spec, random.stream('keys'), crypto);

interface Answer {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** A thin client whose every part a test can bend. */
function setUp(options: Partial<AcmeServerOptions> = {}) {
  const served = new Map<string, string>();
  const txt = new Map<string, string[]>();
  const server = createAcmeServer({
    ...{ clock: systemClock, random: seededRandom(7), crypto, nonceReject: 0, authzReuse: 0 },
    network: {
      fetch: async ({ url }) => {
        const content = served.get(url);
        return { status: content === undefined ? 404 : 200, headers: {}, body: utf8(content ?? 'nothing here') };
      },
    },
    resolver: { txt: async (name) => txt.get(name) ?? [] },
    ...options,
  });
  const send = async (method: string, url: string, body?: object, type = 'application/jose+json'): Promise<Answer> => {
    const request = {
      method,
      path: url.replace('https://acme.test', ''),
      headers: { host: 'acme.test', ...(body ? { 'content-type': type } : {}) },
      ...(body ? { body: utf8(JSON.stringify(body)) } : {}),
    };
    const response = await server.handle(request, {});
    const text = new TextDecoder().decode(await readBody(response));
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {},
    };
  };
  const nonce = async (): Promise<string> => String((await send('HEAD', (await directory()).newNonce ?? '')).headers['replay-nonce']);
  const directory = async () => (await send('GET', 'https://acme.test/dir')).body as Record<string, string>;
  const sign = (key: SigningKey, header: object, payload: unknown) => {
    const text = payload === '' ? '' : encodeBase64Url(utf8(JSON.stringify(payload)));
    const head = encodeBase64Url(utf8(JSON.stringify(header)));
    return { protected: head, payload: text, signature: encodeBase64Url(signForJws(key, utf8(`${head}.${text}`), crypto)) };
  };
  const post = async (signer: { key: SigningKey; kid?: string }, url: string, payload: unknown, bend: object = {}) => {
    const who = signer.kid === undefined ? { jwk: toJwk(signer.key.publicKey) } : { kid: signer.kid };
    const header = { alg: jwsAlgorithm(signer.key.publicKey), ...who, nonce: await nonce(), url, ...bend };
    return send('POST', url, sign(signer.key, header, payload));
  };
  const register = async (key = newKey(), more: object = {}) => {
    const answer = await post({ key }, (await directory()).newAccount ?? '', { termsOfServiceAgreed: true, ...more });
    return { key, kid: String(answer.headers.location), answer };
  };
  const order = async (account: { key: SigningKey; kid?: string }, ...identifiers: { type: string; value: string }[]) =>
    post(account, (await directory()).newOrder ?? '', { identifiers });
  const meet = async (account: { key: SigningKey; kid?: string }, authorization: string, type = 'http-01') => {
    const { body } = await post(account, authorization, '');
    const challenge = (body.challenges as Record<string, string>[]).find((each) => each.type === type);
    assert.ok(challenge);
    const name = (body.identifier as Record<string, string>).value ?? '';
    const key = `${challenge.token ?? ''}.${jwkThumbprint(toJwk(account.key.publicKey), crypto)}`;
    served.set(`http://${name}/.well-known/acme-challenge/${challenge.token ?? ''}`, `${key}\n`);
    const value = encodeBase64Url(crypto.digest('SHA-256', utf8(key)));
    txt.set(`_acme-challenge.${name}`, [...(txt.get(`_acme-challenge.${name}`) ?? []), value]);
    await post(account, challenge.url ?? '', {});
    return poll(account, authorization);
  };
  const poll = async (account: { key: SigningKey; kid?: string }, url: string) => {
    for (;;) {
      const answer = await post(account, url, '');
      if (!['pending', 'processing'].includes(String(answer.body.status))) return answer;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  const csr = (names: string[], key = newKey()) => encodeBase64Url(createCertificateRequest({ dnsNames: names }, key, crypto));
  return { server, send, directory, nonce, sign, post, register, order, meet, poll, csr };
}

const dns = (value: string) => ({ type: 'dns', value });

describe('an ACME authority', () => {
  for (const [title, spec] of [
    ['RSA', { kind: 'RSA', bits: 2048 }],
    ['P-384', { kind: 'ECDSA', curve: 'P-384' }],
    ['P-521', { kind: 'ECDSA', curve: 'P-521' }],
    ['Ed25519', { kind: 'Ed25519' }],
  ] as const) {
    it(`registers an account with a key of ${title} once`, async () => {
      const { register } = setUp();
      const first = await register(newKey(spec), { contact: ['mailto:a@example.com'] });
      assert.equal(first.answer.status, 201);
      const again = await register(first.key);
      assert.deepEqual([again.answer.status, again.kid], [200, first.kid]);
    });
  }

  it('issues for names, a wildcard and alternate chains', async () => {
    const { register, order, meet, poll, post, csr } = setUp({ alternateRoots: 2, chainLength: 2 });
    const account = await register();
    const made = await order(account, dns('B.example.com'), dns('*.b.example.com'));
    assert.equal(made.status, 201);
    assert.deepEqual(made.body.identifiers, [dns('b.example.com'), dns('*.b.example.com')]);
    for (const url of made.body.authorizations as string[]) {
      const { body } = await post(account, url, '');
      const types = (body.challenges as { type: string }[]).map(({ type }) => type);
      assert.deepEqual(types, body.wildcard === true ? ['dns-01'] : ['http-01', 'dns-01']);
      assert.equal((await meet(account, url, types[0])).body.status, 'valid');
    }
    const location = String(made.headers.location);
    assert.equal((await post(account, location, '')).body.status, 'ready');
    const key = newKey();
    const finalized = await post(account, String(made.body.finalize), { csr: csr(['b.example.com', '*.b.example.com'], key) });
    assert.deepEqual([finalized.status, finalized.body.status, finalized.headers['retry-after']], [200, 'processing', '1']);
    const { body } = await poll(account, location);
    assert.equal(body.status, 'valid');
    const download = await post(account, String(body.certificate), '');
    const links = download.headers.link as string[];
    assert.equal(links.filter((link) => link.endsWith('rel="alternate"')).length, 2);
    const [leaf, ...chain] = decodeCertificates(utf8(download.text), 'bundle');
    assert.deepEqual([leaf?.dnsNames, chain.length], [['b.example.com', '*.b.example.com'], 2]);
    const other = await post(account, /<([^>]*)>/.exec(links[1] ?? '')?.[1] ?? '', '');
    const [same, ...otherChain] = decodeCertificates(utf8(other.text), 'bundle');
    assert.deepEqual(same?.raw, leaf?.raw);
    assert.notEqual(otherChain.at(-1)?.issuer.commonName, chain.at(-1)?.issuer.commonName);
    assert.match(chain.at(-1)?.issuer.commonName ?? '', /test root/);
  });

  it('takes over valid authorizations, and starts such orders ready', async () => {
    const { register, order, meet } = setUp({ authzReuse: 100 });
    const account = await register();
    const first = await order(account, dns('reuse.example.com'));
    await meet(account, String((first.body.authorizations as string[])[0]));
    const second = await order(account, dns('reuse.example.com'));
    assert.deepEqual([second.body.status, second.body.authorizations], ['ready', first.body.authorizations]);
  });

  it('tells in challenge and order why a validation failed', async () => {
    const { register, order, post, poll } = setUp();
    const account = await register();
    const made = await order(account, dns('bad.example.com'));
    const [url = ''] = made.body.authorizations as string[];
    const before = await post(account, url, '');
    const [challenge] = before.body.challenges as Record<string, string>[];
    await post(account, challenge?.url ?? '', {});
    const after = await poll(account, url);
    const { error } = (after.body.challenges as { error?: { type: string; detail: string } }[])[0] ?? {};
    assert.equal(error?.type, 'urn:ietf:params:acme:error:unauthorized');
    assert.match(error?.detail ?? '', /did not match this challenge ".*" != "nothing here"$/);
    const { body } = await post(account, String(made.headers.location), '');
    assert.deepEqual([body.status, body.error], ['invalid', error]);
    assert.match((await post(account, challenge?.url ?? '', {})).text, /Cannot update challenge with status invalid/);
  });

  it('revokes by account and by certificate key, once, for known reasons', async () => {
    const { register, order, meet, poll, post, csr, directory, send } = setUp();
    const account = await register();
    const made = await order(account, dns('gone.example.com'));
    await meet(account, String((made.body.authorizations as string[])[0]));
    const key = newKey();
    await post(account, String(made.body.finalize), { csr: csr(['gone.example.com'], key) });
    const { body } = await poll(account, String(made.headers.location));
    const [leaf] = decodeCertificates(utf8((await post(account, String(body.certificate), '')).text), 'bundle');
    const { revokeCert = '', renewalInfo = '' } = await directory();
    const certificate = encodeBase64Url(leaf?.raw ?? utf8(''));
    const stranger = await register();
    assert.equal((await post(stranger, revokeCert, { certificate })).body.type, 'urn:ietf:params:acme:error:unauthorized');
    assert.equal((await post({ key }, revokeCert, { certificate, reason: 7 })).body.type, 'urn:ietf:params:acme:error:badRevocationReason');
    assert.equal((await post({ key }, revokeCert, { certificate, reason: 4 })).status, 200);
    assert.equal((await post(account, revokeCert, { certificate })).body.type, 'urn:ietf:params:acme:error:alreadyRevoked');
    const serial = utf8('x') && leaf?.serialNumber.toString(16).padStart(2, '0');
    const octets = Buffer.from((serial ?? '').padStart((serial ?? '').length + ((serial ?? '').length % 2), '0'), 'hex');
    const content = (octets[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), octets]) : octets;
    const id = `${encodeBase64Url(leaf?.authorityKeyId ?? utf8(''))}.${encodeBase64Url(content)}`;
    const info = await send('GET', `${renewalInfo}/${id}`);
    assert.deepEqual([info.status, info.headers['retry-after']], [200, '21600']);
  });

  it('rolls keys over and deactivates accounts', async () => {
    const { register, post, directory, sign } = setUp();
    const account = await register();
    const next = newKey();
    const { keyChange = '', newAccount = '' } = await directory();
    const inner = (key: SigningKey) =>
      sign(
        key,
        { alg: jwsAlgorithm(key.publicKey), jwk: toJwk(key.publicKey), url: keyChange },
        { account: account.kid, oldKey: toJwk(account.key.publicKey) },
      );
    const other = await register();
    const taken = await post(account, keyChange, inner(other.key));
    assert.deepEqual([taken.status, taken.headers.location], [409, other.kid]);
    assert.equal((await post(account, keyChange, inner(next))).status, 200);
    assert.match((await post(account, account.kid, '')).text, /JWS verification error/);
    const renewed = { key: next, kid: account.kid };
    assert.equal((await post(renewed, account.kid, { status: 'deactivated' })).body.status, 'deactivated');
    assert.equal((await post(renewed, account.kid, '')).body.type, 'urn:ietf:params:acme:error:unauthorized');
    assert.match((await post({ key: next }, newAccount, { termsOfServiceAgreed: true })).text, /exists but is deactivated/);
  });

  it('is the same again for the same seed', async () => {
    const [one, two] = [setUp(), setUp()];
    assert.deepEqual(await one.directory(), await two.directory());
    assert.deepEqual(one.server.roots.length, 1);
    assert.equal(await one.nonce(), await two.nonce());
  });

  it('refuses some good nonces, as Pebble does', async () => {
    const { register, post } = setUp({ nonceReject: 0 });
    const account = await register();
    const picky = setUp({ nonceReject: 100 });
    assert.equal((await picky.register()).answer.body.type, 'urn:ietf:params:acme:error:badNonce');
    assert.equal((await post(account, account.kid, '')).status, 200);
  });

  it('does the protocol faults that were asked for', async () => {
    const { server, register, post, order } = setUp();
    const account = await register();
    server.faults.add({ match: { operation: 'account' }, fault: { protocol: 'badNonce' } });
    assert.equal((await post(account, account.kid, '')).body.type, 'urn:ietf:params:acme:error:badNonce');
    assert.equal((await post(account, account.kid, '')).status, 200);
    server.faults.add({ fault: { protocol: 'noNonce' } });
    const made = await order(account, dns('faulty.example.com'));
    assert.equal(made.status, 201);
  });
});

describe('what an ACME authority refuses', () => {
  const refusal = ({ status, body }: Answer) => [status, String(body.type).replace('urn:ietf:params:acme:error:', ''), body.detail];

  it('a JWS that was tampered with', async () => {
    const { register, nonce, sign, send } = setUp();
    const { key, kid } = await register();
    const good = sign(key, { alg: 'ES256', kid, nonce: await nonce(), url: kid }, '');
    const bent = { ...good, payload: encodeBase64Url(utf8('{}')) };
    assert.deepEqual(refusal(await send('POST', kid, bent)), [
      400,
      'malformed',
      'JWS verification error: error in cryptographic primitive',
    ]);
    assert.equal((await send('POST', kid, good)).status, 200);
  });

  it('a nonce used twice, and none at all', async () => {
    const { register, nonce, sign, send } = setUp();
    const { key, kid } = await register();
    const once = await nonce();
    const jws = sign(key, { alg: 'ES256', kid, nonce: once, url: kid }, '');
    assert.equal((await send('POST', kid, jws)).status, 200);
    assert.deepEqual(refusal(await send('POST', kid, jws)), [400, 'badNonce', `JWS has an invalid anti-replay nonce: ${once}`]);
    const without = sign(key, { alg: 'ES256', kid, url: kid }, '');
    assert.deepEqual(refusal(await send('POST', kid, without)), [400, 'badNonce', 'JWS has no anti-replay nonce']);
  });

  it('another url, a foreign key, another algorithm', async () => {
    const { register, post } = setUp();
    const [one, two] = [await register(), await register()];
    const wrong = await post(one, one.kid, '', { url: 'https://acme.test/dir' });
    assert.match(wrong.text, /JWS header parameter 'url' incorrect/);
    assert.match((await post({ key: two.key, kid: one.kid }, one.kid, '')).text, /JWS verification error/);
    assert.deepEqual(refusal(await post(two, one.kid, '')), [403, 'unauthorized', 'Request signing key did not match account key']);
    const none = await post(one, one.kid, '', { alg: 'none' });
    assert.deepEqual([none.body.type, Array.isArray(none.body.algorithms)], ['urn:ietf:params:acme:error:badSignatureAlgorithm', true]);
    assert.equal(
      (await post({ key: one.key, kid: 'https://acme.test/nobody' }, one.kid, '')).body.type,
      'urn:ietf:params:acme:error:accountDoesNotExist',
    );
  });

  it("somebody else's order, authorization, challenge and certificate", async () => {
    const { register, order, post } = setUp();
    const [owner, thief] = [await register(), await register()];
    const made = await order(owner, dns('mine.example.com'));
    const [authorization = ''] = made.body.authorizations as string[];
    const { body } = await post(owner, authorization, '');
    const [challenge] = body.challenges as Record<string, string>[];
    for (const url of [String(made.headers.location), authorization, challenge?.url ?? '', String(made.body.finalize)]) {
      assert.equal((await post(thief, url, '')).status, 403, url);
    }
  });

  it('finalizing too early, for other names, with the account key', async () => {
    const { register, order, meet, post, csr } = setUp();
    const account = await register();
    const made = await order(account, dns('final.example.com'));
    const finalize = (request: string) => post(account, String(made.body.finalize), { csr: request });
    assert.deepEqual(refusal(await finalize(csr(['final.example.com']))), [
      403,
      'orderNotReady',
      'Order\'s status ("pending") was not ready',
    ]);
    await meet(account, String((made.body.authorizations as string[])[0]));
    assert.deepEqual(refusal(await finalize(csr(['other.example.com']))), [
      403,
      'unauthorized',
      'CSR is missing Order domain "final.example.com"',
    ]);
    assert.equal((await finalize(csr(['final.example.com', 'more.example.com']))).body.type, 'urn:ietf:params:acme:error:unauthorized');
    assert.deepEqual(refusal(await finalize(csr(['final.example.com'], account.key))), [
      400,
      'badCSR',
      'CSR contains a public key for a known account',
    ]);
    const broken = decodeBase64Url(csr(['final.example.com'])) ?? utf8('');
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    assert.equal((await finalize(encodeBase64Url(broken))).body.type, 'urn:ietf:params:acme:error:badCSR');
    assert.equal((await finalize(csr(['final.example.com']))).status, 200);
  });

  for (const [title, value, type] of [
    ['no identifiers', [], 'malformed'],
    ['a blocked domain', [dns('a.blocked-domain.example')], 'rejectedIdentifier'],
    ['a wildcard in the middle', [dns('a.*.example.com')], 'malformed'],
    ['an address as a name', [dns('10.0.0.1')], 'malformed'],
    ['an unknown type', [{ type: 'email', value: 'a@b' }], 'unsupportedIdentifier'],
    ['an address that is none', [{ type: 'ip', value: 'fe80::1%eth0' }], 'malformed'],
  ] as const) {
    it(`an order with ${title}`, async () => {
      const { register, order } = setUp();
      assert.equal((await order(await register(), ...value)).body.type, `urn:ietf:params:acme:error:${type}`);
    });
  }

  for (const [title, more, type] of [
    ['no agreement', { termsOfServiceAgreed: false }, 'userActionRequired'],
    ['a telephone', { contact: ['tel:+1'] }, 'unsupportedContact'],
    ['no address', { contact: ['mailto:@@'] }, 'invalidContact'],
    ['an unknown key that must exist', { onlyReturnExisting: true }, 'accountDoesNotExist'],
  ] as const) {
    it(`an account with ${title}`, async () => {
      const { register } = setUp();
      assert.equal((await register(newKey(), more)).answer.body.type, `urn:ietf:params:acme:error:${type}`);
    });
  }

  it('an account without its binding, or with a wrong one', async () => {
    const mac = utf8('a key of the authority');
    const { register, directory } = setUp({ externalAccounts: { 'kid-1': mac }, externalAccountRequired: true });
    const { newAccount = '' } = await directory();
    const bound = (kid: string, secret: Uint8Array, key: SigningKey, url = newAccount) => {
      const head = encodeBase64Url(utf8(JSON.stringify({ alg: 'HS256', kid, url })));
      const payload = encodeBase64Url(utf8(JSON.stringify(toJwk(key.publicKey))));
      const signature = encodeBase64Url(hmac('SHA-256', secret, utf8(`${head}.${payload}`), crypto));
      return { externalAccountBinding: { protected: head, payload, signature } };
    };
    const key = newKey();
    const type = async (more: object) =>
      String((await register(key, more)).answer.body.type)
        .split(':')
        .at(-1);
    assert.equal(await type({}), 'externalAccountRequired');
    assert.equal(await type(bound('kid-2', mac, key)), 'unauthorized');
    assert.equal(await type(bound('kid-1', utf8('guessed'), key)), 'unauthorized');
    assert.equal(await type(bound('kid-1', mac, newKey())), 'badPublicKey');
    assert.equal(await type(bound('kid-1', mac, key, 'https://acme.test/else')), 'malformed');
    assert.equal((await register(key, bound('kid-1', mac, key))).answer.status, 201);
  });

  it('other content types, methods and paths', async () => {
    const { register, send, directory } = setUp();
    const { kid } = await register();
    assert.equal((await send('POST', kid, {}, 'application/json')).status, 415);
    assert.equal((await send('GET', kid)).status, 405);
    assert.equal((await send('GET', 'https://acme.test/nowhere')).status, 404);
    const { newNonce = '' } = await directory();
    assert.equal((await send('GET', newNonce)).status, 204);
  });
});

import assert from 'node:assert/strict';
import { encodeBase64Url } from '../../../base/base64url';
import { readBody } from '../../../base/env/body';
import { manualClock } from '../../../base/env/manual-clock';
import { turn } from '../../../base/env/node/turn';
import { crypto, dns, newKey, refusal, setUp, type Answer } from '../../../fixtures/acme/thin-client';
import { createCertificateRequest, encodePem, jwsAlgorithm, toJwk, type SigningKey } from '../../../pki';
import { utf8 } from '../../../pki/bytes';
import { PROBLEMS } from './problem';

const links = ({ headers }: Answer): string[] => [headers.link ?? []].flat().map(String);

describe('the directory of an ACME authority', () => {
  it('names its resources, terms, profiles and itself', async () => {
    const { send } = setUp({ externalAccountRequired: true, profiles: { long: { description: 'A year', validityPeriod: 31_536_000 } } });
    const { status, headers, body } = await send('GET', 'https://acme.test/dir');
    const { meta, ...resources } = body as { meta: Record<string, unknown> };
    assert.deepEqual(Object.keys(resources).sort(), ['keyChange', 'newAccount', 'newNonce', 'newOrder', 'renewalInfo', 'revokeCert']);
    for (const url of Object.values(resources)) assert.match(String(url), /^https:\/\/acme\.test\/[a-z-]+-[0-9a-f]{4}$/);
    assert.deepEqual([meta.caaIdentities, meta.externalAccountRequired, meta.profiles], [['csrlab.test'], true, { long: 'A year' }]);
    assert.ok(String(meta.termsOfService).startsWith('data:') && String(meta.website).startsWith('data:'));
    assert.deepEqual([status, headers['replay-nonce']], [200, undefined]);
  });

  it('has other addresses with another seed', async () => {
    const [one, two] = [setUp({}, 1), setUp({}, 2)];
    assert.notDeepEqual(await one.directory(), await two.directory());
  });
});

describe('every answer of an ACME authority', () => {
  it('brings a new nonce and says where the directory is, refusals included', async () => {
    const { register, order, post } = setUp();
    const account = await register();
    const answers = [
      account.answer,
      await order(account, dns('a.example.com')),
      await order(account, dns('-')),
      await post(account, `${account.kid}x`, ''),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [201, 201, 400, 403],
    );
    const nonces = answers.map(({ headers }) => String(headers['replay-nonce']));
    for (const nonce of nonces) assert.match(nonce, /^[\w-]{22}$/);
    assert.equal(new Set(nonces).size, nonces.length);
    for (const answer of answers) assert.ok(links(answer).includes('<https://acme.test/dir>;rel="index"'), answer.text);
    for (const answer of answers.slice(2)) assert.equal(answer.headers['content-type'], 'application/problem+json');
  });

  it('gives a nonce for the asking, which nobody keeps', async () => {
    const { send, directory } = setUp();
    const { newNonce = '' } = await directory();
    for (const [method, status] of [
      ['HEAD', 200],
      ['GET', 204],
    ] as const) {
      const answer = await send(method, newNonce);
      assert.deepEqual([answer.status, answer.headers['cache-control']], [status, 'no-store']);
      assert.match(String(answer.headers['replay-nonce']), /^[\w-]{22}$/);
    }
  });
});

describe('a JWS is refused', () => {
  const signed = async (bend: (jws: Record<string, string>, key: SigningKey) => object, header: object = {}) => {
    const { register, nonce, sign, send } = setUp();
    const { key, kid } = await register();
    const jws = sign(key, { alg: jwsAlgorithm(key.publicKey), kid, nonce: await nonce(), url: kid, ...header }, '');
    return refusal(await send('POST', kid, bend(jws, key)));
  };
  const same = (jws: object): object => jws;
  for (const [title, bend, header, type, detail] of [
    ['with an unprotected header', (jws: object) => ({ ...jws, header: {} }), {}, 'malformed', /^JWS "header" field not allowed/],
    ['with several signatures', (jws: object) => ({ ...jws, signatures: [] }), {}, 'malformed', /^JWS "signatures" field not allowed/],
    ['in compact form', () => ['a.b.c'], {}, 'malformed', /^Parse error reading JWS: not a JSON object/],
    [
      'without a signature',
      ({ protected: head, payload }: Record<string, string>) => ({ protected: head, payload }),
      {},
      'malformed',
      /member "signature" is missing/,
    ],
    [
      'padded',
      (jws: Record<string, string>) => ({ ...jws, signature: `${jws.signature ?? ''}==` }),
      {},
      'malformed',
      /"signature" is no base64url without padding/,
    ],
    [
      'with a header that is no JSON',
      (jws: object) => ({ ...jws, protected: encodeBase64Url(utf8('?')) }),
      {},
      'malformed',
      /protected header is no JSON object/,
    ],
    ['with an unencoded payload', same, { b64: false, crit: ['b64'] }, 'malformed', /"b64" and "crit"/],
    ['without a url', same, { url: undefined }, 'malformed', /^JWS header parameter 'url' required\.$/],
    ['without a key id', same, { kid: undefined }, 'malformed', /^No Key ID in JWS header/],
    ['of no algorithm', same, { alg: 'none' }, 'badSignatureAlgorithm', /^signature type 'none' in JWS header is not supported/],
    ['made with a MAC', same, { alg: 'HS256' }, 'badSignatureAlgorithm', /^signature type 'HS256'/],
    ["of another key's algorithm", same, { alg: 'RS256' }, 'badSignatureAlgorithm', /^signature type 'RS256'/],
  ] as const) {
    it(title, async () => {
      const [, found, text] = await signed(bend, header);
      assert.equal(found, type);
      assert.match(String(text), detail);
    });
  }

  it('with a key and a key id, and with a key where an account has to sign', async () => {
    const { register, post } = setUp();
    const { key, kid } = await register();
    assert.deepEqual(refusal(await post({ key, kid }, kid, '', { jwk: toJwk(key.publicKey) })), [
      ...[400, 'malformed', 'JWS header must contain either a "kid" or a "jwk", not both'],
    ]);
    assert.match((await post({ key }, kid, '')).text, /No Key ID in JWS header: this request must be signed by an account/);
  });

  it('for a new account with a key id, or with a key that is too small or none', async () => {
    const { register, post, directory, sign, send, nonce } = setUp();
    const { key, kid } = await register();
    const { newAccount = '' } = await directory();
    assert.match((await post({ key, kid }, newAccount, {})).text, /No embedded JWK in JWS header/);
    const small = newKey({ kind: 'RSA', bits: 1024 });
    assert.match(String(refusal(await post({ key: small }, newAccount, {}))), /^400,badPublicKey,key too small: 1024 bits/);
    const none = sign(key, { alg: 'ES256', jwk: { kty: 'oct', k: 'AAAA' }, nonce: await nonce(), url: newAccount }, {});
    assert.equal(refusal(await send('POST', newAccount, none))[1], 'badPublicKey');
  });
});

describe('every problem of an ACME authority', () => {
  for (const [type, status] of Object.entries(PROBLEMS)) {
    it(`can be asked for: ${type}`, async () => {
      const { server, register, post } = setUp();
      const account = await register();
      server.faults.add({ match: { operation: 'account' }, fault: { protocol: type } });
      const answer = await post(account, account.kid, '');
      assert.deepEqual(refusal(answer), [status, type, `this request was to be refused with ${type}`]);
      assert.equal(answer.headers['content-type'], 'application/problem+json');
      assert.equal((await post(account, account.kid, '')).status, 200);
    });
  }

  it('says when to come again, where to read on, and what would be right', async () => {
    const { server, register, post } = setUp();
    const account = await register();
    const asked = async (protocol: string, value?: number) => {
      server.faults.add({ match: { operation: 'account' }, fault: { protocol, ...(value === undefined ? {} : { value }) } });
      return post(account, account.kid, '');
    };
    const limited = await asked('rateLimited', 30);
    assert.deepEqual([limited.headers['retry-after'], links(limited).some((link) => link.endsWith('rel="help"'))], ['30', true]);
    assert.equal((await asked('serverInternal')).headers['retry-after'], '60');
    const terms = await asked('userActionRequired');
    assert.ok(links(terms).some((link) => link.endsWith('rel="terms-of-service"')) && String(terms.body.instance).startsWith('data:'));
    assert.ok(((await asked('badSignatureAlgorithm')).body.algorithms as string[]).includes('EdDSA'));
    assert.equal(((await asked('compound')).body.subproblems as object[]).length, 1);
  });
});

describe('an ACME authority with a rate limit', () => {
  it('refuses orders beyond it, and says until when', async () => {
    const clock = manualClock({ start: Date.UTC(2030, 0, 1), turn });
    const { register, order } = setUp({ clock, rateLimit: { orders: 2, seconds: 3600 } });
    const [account, other] = [await register(), await register()];
    await order(account, dns('a.example.com'));
    await clock.advance(60_000);
    await order(account, dns('b.example.com'));
    const refused = await order(account, dns('c.example.com'));
    assert.deepEqual(refusal(refused), [
      ...[429, 'rateLimited'],
      'too many new orders (2) from this account in the last 1h0m0s, retry after 2030-01-01 01:00:00 UTC: see https://acme.csrlab.test/rate-limits',
    ]);
    assert.deepEqual(
      [refused.headers['retry-after'], links(refused).at(-1)],
      ['3540', '<https://acme.csrlab.test/rate-limits>;rel="help"'],
    );
    assert.equal((await order(other, dns('c.example.com'))).status, 201);
    await clock.advance(3_540_000);
    assert.equal((await order(account, dns('c.example.com'))).status, 201);
  });
});

describe('a finalize is refused', () => {
  const ready = async () => {
    const client = setUp();
    const account = await client.register();
    const made = await client.order(account, dns('final.example.com'));
    await client.meet(account, String((made.body.authorizations as string[])[0]));
    const finalize = (csr: string) => client.post(account, String(made.body.finalize), { csr });
    return { ...client, account, made, finalize };
  };
  const csrOf = (template: Parameters<typeof createCertificateRequest>[0], key = newKey()) =>
    createCertificateRequest(template, key, crypto);
  const dnsNames = ['final.example.com'];
  for (const [title, csr, problem] of [
    [
      'with an e-mail address',
      () => encodeBase64Url(csrOf({ dnsNames, emailAddresses: ['a@example.com'] })),
      [400, 'badCSR', 'CSR contains one or more email address fields'],
    ],
    [
      'with a small key',
      () => encodeBase64Url(csrOf({ dnsNames }, newKey({ kind: 'RSA', bits: 1024 }))),
      [400, 'badCSR', 'CSR has an RSA key of 1024 bits, and 2048 are needed'],
    ],
    [
      'with a key on P-224',
      () => encodeBase64Url(csrOf({ dnsNames }, newKey({ kind: 'ECDSA', curve: 'P-224' }))),
      [400, 'badCSR', 'CSR has a key on P-224, which is too small'],
    ],
    [
      'with a common name outside the order',
      () => encodeBase64Url(csrOf({ dnsNames, subject: { commonName: 'other.example.com' } })),
      [403, 'unauthorized', 'Order includes different number of DNSnames identifiers than CSR specifies'],
    ],
    [
      'in padded base64',
      () => `${encodeBase64Url(csrOf({ dnsNames }))}=`,
      [400, 'malformed', 'Error decoding Base64url-encoded CSR: it must be base64url without padding'],
    ],
  ] as const) {
    it(`${title}, and the order stays ready`, async () => {
      const { finalize, post, account, made } = await ready();
      assert.deepEqual(refusal(await finalize(csr())), problem);
      assert.equal((await post(account, String(made.headers.location), '')).body.status, 'ready');
    });
  }

  it('as PEM, and the second time', async () => {
    const { finalize, poll, account, made } = await ready();
    assert.equal(refusal(await finalize(encodeBase64Url(utf8(encodePem('CERTIFICATE REQUEST', csrOf({ dnsNames }))))))[1], 'malformed');
    await finalize(encodeBase64Url(csrOf({ dnsNames })));
    await poll(account, String(made.headers.location));
    assert.deepEqual(refusal(await finalize(encodeBase64Url(csrOf({ dnsNames })))), [
      403,
      'orderNotReady',
      'Order\'s status ("valid") was not ready',
    ]);
  });
});

describe('what an ACME authority shows beside the protocol', () => {
  it('roots, intermediates, certificates and state, to the control surface alone', async () => {
    const client = setUp({ alternateRoots: 1 });
    const account = await client.register();
    const { leaf } = await client.issue(account, 'shown.example.com');
    const ask = async (path: string) => {
      const response = await client.server.control({ method: 'GET', path, headers: {} }, {});
      return { status: response.status, text: new TextDecoder().decode(await readBody(response)) };
    };
    for (const path of ['/roots/0', '/roots/1', '/intermediates/1']) assert.match((await ask(path)).text, /^-----BEGIN CERTIFICATE-----/);
    assert.deepEqual(await ask('/roots/2'), { status: 400, text: 'there is no chain 2: there are 2, counted from 0\n' });
    const serial = leaf.serialNumber.toString(16);
    assert.equal((JSON.parse((await ask(`/cert-status-by-serial/00${serial}`)).text) as { Status: string }).Status, 'Valid');
    assert.equal((await ask('/cert-status-by-serial/xyz')).status, 400);
    const state = JSON.parse((await ask('/state')).text) as Record<string, object[]>;
    assert.deepEqual(
      ['accounts', 'orders', 'authorizations', 'certificates'].map((name) => state[name]?.length),
      [1, 1, 1, 1],
    );
    assert.equal((await client.send('GET', 'https://acme.test/roots/0')).status, 404);
  });
});

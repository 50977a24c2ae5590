import assert from 'node:assert/strict';
import { decodeBase64Url, encodeBase64Url } from '../../../base/base64url';
import { hmac, toJwk, type SigningKey } from '../../../pki';
import { utf8 } from '../../../pki/bytes';
import { crypto, dns, newKey, refusal, setUp } from '../../../fixtures/acme/thin-client';

describe('what an ACME authority refuses', () => {
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

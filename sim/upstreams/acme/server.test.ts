import assert from 'node:assert/strict';
import { encodeBase64Url } from '../../../base/base64url';
import { decodeCertificates, jwsAlgorithm, toJwk, type SigningKey } from '../../../pki';
import { utf8 } from '../../../pki/bytes';
import { dns, newKey, setUp } from '../../../fixtures/acme/thin-client';

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

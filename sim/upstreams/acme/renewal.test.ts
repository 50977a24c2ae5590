import assert from 'node:assert/strict';
import { encodeBase64Url } from '../../../base/base64url';
import { manualClock } from '../../../base/env/manual-clock';
import { turn } from '../../../base/env/node/turn';
import { crypto, dns, newKey, refusal, setUp, type Account } from '../../../fixtures/acme/thin-client';
import { createCertificateRequest, decodeCertificates, jwsAlgorithm, toJwk, type Certificate, type SigningKey } from '../../../pki';
import { fromHex, utf8 } from '../../../pki/bytes';

/** RFC 9773 section 4.1. */
function renewalId({ authorityKeyId = utf8(''), serialNumber }: Certificate): string {
  const hex = serialNumber.toString(16);
  const octets = fromHex(hex.padStart(hex.length + (hex.length % 2), '0'));
  const content = (octets[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...octets) : octets;
  return `${encodeBase64Url(authorityKeyId)}.${encodeBase64Url(content)}`;
}

describe('renewal information (RFC 9773)', () => {
  const windowOf = (body: Record<string, unknown>) => body.suggestedWindow as { start: string; end: string };

  it('suggests the last third of the life, at once when the certificate is revoked, or what was set', async () => {
    const { register, issue, send, directory, post, server } = setUp();
    const account = await register();
    const { leaf } = await issue(account, 'ari.example.com');
    const { renewalInfo = '', revokeCert = '' } = await directory();
    const ask = async () => send('GET', `${renewalInfo}/${renewalId(leaf)}`);
    const { start, end } = windowOf((await ask()).body);
    const third = (leaf.notAfter - leaf.notBefore) / 3;
    assert.ok(Math.abs(Date.parse(start) / 1000 - (leaf.notAfter - third)) <= 1, start);
    assert.ok(Date.parse(end) > Date.parse(start) && Date.parse(end) / 1000 < leaf.notAfter, end);
    assert.equal((await ask()).headers['retry-after'], '21600');
    await post(account, revokeCert, { certificate: encodeBase64Url(leaf.raw) });
    assert.ok(Date.parse(windowOf((await ask()).body).end) <= Date.now());
    const set = {
      suggestedWindow: { start: '2031-01-01T00:00:00Z', end: '2031-01-02T00:00:00Z' },
      explanationURL: 'https://example.com/why',
    };
    const path = `/set-renewal-info/${leaf.serialNumber.toString(16)}`;
    await server.control({ method: 'POST', path, headers: {}, body: utf8(JSON.stringify(set)) }, {});
    assert.deepEqual((await ask()).body, set);
    assert.equal((await send('GET', `${renewalInfo}/AAAA.AAAA`)).status, 404);
  });

  it('lets an order replace a certificate, once, unless that order came to nothing', async () => {
    const clock = manualClock({ start: Date.UTC(2030, 0, 1), turn });
    const { register, issue, directory, post, poll } = setUp({ clock: { ...clock, setTimer: (_delay, run) => clock.setTimer(0, run) } });
    const account = await register();
    const { leaf } = await issue(account, 'old.example.com');
    const replaces = renewalId(leaf);
    const { newOrder = '' } = await directory();
    const renew = (who: Account, name: string, id = replaces) => post(who, newOrder, { identifiers: [dns(name)], replaces: id });
    assert.deepEqual(refusal(await renew(await register(), 'old.example.com')), [
      403,
      'unauthorized',
      'Order replaces a certificate of another account',
    ]);
    assert.deepEqual(refusal(await renew(account, 'new.example.com')), [
      400,
      'malformed',
      'Order replaces a certificate that it shares no identifier with',
    ]);
    assert.equal((await renew(account, 'old.example.com', 'AAAA.AAAA')).status, 404);
    const first = await renew(account, 'old.example.com');
    assert.deepEqual([first.status, first.body.replaces], [201, replaces]);
    assert.deepEqual(refusal(await renew(account, 'old.example.com')).slice(0, 2), [409, 'alreadyReplaced']);
    await post(account, String((first.body.authorizations as string[])[0]), { status: 'deactivated' });
    assert.equal((await poll(account, String(first.headers.location))).body.status, 'invalid');
    assert.equal((await renew(account, 'old.example.com')).status, 201);
  });
});

describe('profiles', () => {
  it('decide how long a certificate is good for, the first one unless another is asked for', async () => {
    const profiles = { year: { description: 'A year', validityPeriod: 31_536_000 }, day: { description: 'A day', validityPeriod: 86_400 } };
    const { register, issue, post, directory } = setUp({ profiles });
    const account = await register();
    const lifeOf = ({ notBefore, notAfter }: Certificate): number => notAfter - notBefore + 1;
    assert.equal(lifeOf((await issue(account, 'a.example.com')).leaf), 31_536_000);
    assert.equal(lifeOf((await issue(account, 'b.example.com', { profile: 'day' })).leaf), 86_400);
    const unknown = await post(account, (await directory()).newOrder ?? '', { identifiers: [dns('c.example.com')], profile: 'week' });
    assert.deepEqual(refusal(unknown), [400, 'invalidProfile', 'Order includes unrecognized profile name "week"']);
  });

  it('yield to dates that an order asks for', async () => {
    const { register, issue, post, directory } = setUp();
    const account = await register();
    const dates = { notBefore: '2030-01-01T00:00:00Z', notAfter: '2030-01-03T00:00:00Z' };
    const { leaf } = await issue(account, 'dated.example.com', dates);
    assert.deepEqual([leaf.notBefore, leaf.notAfter], [Date.UTC(2030, 0, 1) / 1000, Date.UTC(2030, 0, 3) / 1000]);
    const bad = await post(account, (await directory()).newOrder ?? '', { identifiers: [dns('x.example.com')], notAfter: 'soon' });
    assert.deepEqual(refusal(bad), [400, 'malformed', 'Order included notAfter that is no RFC 3339 date']);
  });
});

describe('an address', () => {
  it('is proven without the DNS, and stands in the certificate', async () => {
    const { register, order, meet, post, poll } = setUp();
    const account = await register();
    const made = await order(account, { type: 'ip', value: '192.0.2.1' });
    const [authorization = ''] = made.body.authorizations as string[];
    const { body } = await post(account, authorization, '');
    assert.deepEqual(
      (body.challenges as { type: string }[]).map(({ type }) => type),
      ['http-01'],
    );
    await meet(account, authorization);
    const request = createCertificateRequest({ ipAddresses: [Uint8Array.of(192, 0, 2, 1)] }, newKey(), crypto);
    await post(account, String(made.body.finalize), { csr: encodeBase64Url(request) });
    const finished = await poll(account, String(made.headers.location));
    const [leaf] = decodeCertificates(utf8((await post(account, String(finished.body.certificate), '')).text), 'bundle');
    assert.deepEqual([leaf?.dnsNames, leaf?.ipAddresses.map((octets) => octets.join('.'))], [[], ['192.0.2.1']]);
  });
});

describe('an account', () => {
  it('lists its orders page by page, to itself alone', async () => {
    const { register, order, post } = setUp();
    const [account, other] = [await register(), await register()];
    const made: string[] = [];
    for (let i = 0; i < 51; i++) made.push(String((await order(account, dns(`n${i}.example.com`))).headers.location));
    const url = String((await post(account, account.kid, '')).body.orders);
    const first = await post(account, url, '');
    const next = /<([^>]*)>;rel="next"/.exec([first.headers.link ?? []].flat().join())?.[1] ?? '';
    const second = await post(account, next, '');
    assert.deepEqual([...(first.body.orders as string[]), ...(second.body.orders as string[])], made);
    assert.ok(![second.headers.link ?? []].flat().join().includes('rel="next"'));
    assert.equal((await post(other, url, '')).status, 403);
  });

  it('changes its contacts', async () => {
    const { register, post } = setUp();
    const account = await register();
    assert.deepEqual((await post(account, account.kid, { contact: ['mailto:b@example.com'] })).body.contact, ['mailto:b@example.com']);
    assert.equal(refusal(await post(account, account.kid, { contact: ['tel:1'] }))[1], 'unsupportedContact');
  });

  it('keeps its certificates to itself', async () => {
    const { register, issue, post } = setUp();
    const [owner, thief] = [await register(), await register()];
    const { url } = await issue(owner, 'mine.example.com');
    assert.equal((await post(thief, url, '')).status, 403);
    assert.equal((await post(owner, `${url}/alternate/7`, '')).status, 404);
  });

  it('that has proven all its names may revoke a certificate of another', async () => {
    const { register, issue, directory, post } = setUp();
    const [owner, heir] = [await register(), await register()];
    const { leaf } = await issue(owner, 'moved.example.com');
    const { revokeCert = '' } = await directory();
    const certificate = encodeBase64Url(leaf.raw);
    assert.equal((await post(heir, revokeCert, { certificate })).status, 403);
    await issue(heir, 'moved.example.com');
    assert.equal((await post(heir, revokeCert, { certificate: 'AAAA' })).status, 404);
    assert.equal(refusal(await post(heir, revokeCert, { certificate: '=' }))[1], 'malformed');
    assert.equal((await post(heir, revokeCert, { certificate })).status, 200);
  });

  it('is given a new key only by a request that both keys have signed rightly', async () => {
    const { register, directory, sign, post } = setUp();
    const [account, other] = [await register(), await register()];
    const { keyChange = '' } = await directory();
    const next = newKey();
    const inner = (payload: object = {}, header: object = {}, signer: SigningKey = next) =>
      sign(
        signer,
        { alg: jwsAlgorithm(next.publicKey), jwk: toJwk(next.publicKey), url: keyChange, ...header },
        { account: account.kid, oldKey: toJwk(account.key.publicKey), ...payload },
      );
    for (const [title, jws, detail] of [
      ['another account', inner({ account: other.kid }), /^The account of a key change is not the one that signed it/],
      ['another old key', inner({ oldKey: toJwk(other.key.publicKey) }), /^The oldKey of a key change is not the account's key/],
      ['another url', inner({}, { url: 'https://acme.test/dir' }), /different "url" header parameters/],
      ['a nonce', inner({}, { nonce: 'x' }), /must not have a nonce/],
      ['a foreign signature', inner({}, {}, other.key), /^JWS verification error/],
      ['no key', inner({}, { jwk: undefined }), /needs a "jwk"/],
    ] as const) {
      const [status, type, text] = refusal(await post(account, keyChange, jws));
      assert.deepEqual([status, type], [400, 'malformed'], title);
      assert.match(String(text), detail);
    }
    assert.equal((await post(account, keyChange, inner())).status, 200);
  });
});

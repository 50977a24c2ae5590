import assert from 'node:assert/strict';
import { encodeBase64Url } from '../../../base/base64url';
import { NetworkError } from '../../../base/env/network-error';
import type { FetchRequest } from '../../../base/env/ports';
import { isIpAddress } from '../../../base/go/address';
import { systemClock } from '../../../base/env/node/clock';
import { createResolver } from '../../../base/dns/resolver';
import { seededRandom } from '../../../base/env/seeded-random';
import { crypto, dns, setUp } from '../../../fixtures/acme/thin-client';
import { utf8 } from '../../../pki/bytes';
import { createDnsServer } from '../dns';
import type { AcmeServerOptions } from '.';

interface Place {
  readonly status?: number;
  readonly location?: string;
  readonly body?: string;
}

interface Case extends Partial<AcmeServerOptions> {
  readonly type?: string;
  readonly name?: string;
  readonly caa?: NonNullable<AcmeServerOptions['resolver']['caa']>;
}

/** Validates one name; `answer` decides what is served where. In the DNS is what should be. */
async function validated(
  answer: (url: URL, host: string, keyAuthorization: string) => Place | Error,
  { type = 'http-01', name = 'web.example.com', caa, ...options }: Case = {},
) {
  const asked: string[] = [];
  const state = { keyAuthorization: '' };
  const fetch = ({ url, headers = {} }: FetchRequest) => {
    const host = String(headers.host);
    asked.push(`${url} ${host}`);
    const found = answer(new URL(url), host, state.keyAuthorization);
    if (found instanceof Error) return Promise.reject(found);
    const { status = 200, location, body = '' } = found;
    return Promise.resolve({ status, headers: location === undefined ? {} : { location }, body: utf8(body) });
  };
  const txt = async () => [encodeBase64Url(crypto.digest('SHA-256', utf8(state.keyAuthorization)))];
  const client = setUp({ network: { fetch }, resolver: { txt, ...(caa === undefined ? {} : { caa }) }, ...options });
  const account = await client.register();
  const made = await client.order(account, isIpAddress(name) ? { type: 'ip', value: name } : dns(name));
  const [authorization = ''] = made.body.authorizations as string[];
  const challenge = await client.challengeOf(account, authorization, type);
  state.keyAuthorization = challenge.keyAuthorization;
  await client.post(account, challenge.url, {});
  const { body } = await client.poll(account, authorization);
  const errors = (body.challenges as { error?: { type: string; detail: string; status: number } }[])
    .flatMap((each) => each.error ?? [])
    .map((each) => `${each.status} ${each.type.replace('urn:ietf:params:acme:error:', '')} ${each.detail}`);
  return { status: body.status, error: errors.join(), asked, token: challenge.token, account };
}

describe('http-01', () => {
  it('is asked for at the address, by the name', async () => {
    const resolver = { txt: async () => [], addresses: async () => ['192.0.2.7'] };
    const { status, asked, token } = await validated((_url, _host, key) => ({ body: `${key}\n` }), { resolver, httpPort: 5002 });
    assert.deepEqual([status, asked], ['valid', [`http://192.0.2.7:5002/.well-known/acme-challenge/${token} web.example.com:5002`]]);
  });

  it('is asked for at an IPv6 address in brackets', async () => {
    const { status, asked, token } = await validated((_url, _host, key) => ({ body: key }), { name: '2001:db8::1' });
    assert.deepEqual([status, asked], ['valid', [`http://[2001:db8::1]/.well-known/acme-challenge/${token} [2001:db8::1]`]]);
  });

  it('follows redirects, to HTTPS too, but not for ever', async () => {
    const places: Readonly<Record<string, Place>> = {
      '/a': { status: 302, location: 'https://elsewhere.example.com/b' },
      '/b': { status: 308, location: '/c' },
    };
    const { status, asked } = await validated(({ pathname }, _host, key) => {
      if (pathname === '/c') return { body: key };
      return places[pathname] ?? { status: 301, location: '/a' };
    });
    assert.deepEqual(
      [status, asked.slice(1)],
      [
        'valid',
        [
          'http://web.example.com/a web.example.com',
          'https://elsewhere.example.com/b elsewhere.example.com',
          'https://elsewhere.example.com/c elsewhere.example.com',
        ],
      ],
    );
    const endless = await validated(() => ({ status: 302, location: '/again' }));
    assert.match(endless.error, /^400 connection Get "http:.*": stopped after 10 redirects$/);
  });

  it('does not mind the status, nor what is behind the answer', async () => {
    assert.equal((await validated((_url, _host, key) => ({ status: 404, body: `${key} \r\n` }))).status, 'valid');
  });

  for (const [title, answer, error] of [
    ['another answer', () => ({ body: 'nonsense' }), /^403 unauthorized The key authorization file .* != "nonsense"$/],
    [
      'a closed port',
      () => new NetworkError('refused', 'dial tcp: connect: connection refused'),
      /^400 connection Get "http:.*": dial tcp: connect: connection refused$/,
    ],
  ] as const) {
    it(`is not met by ${title}`, async () => {
      const { status, error: found } = await validated(answer);
      assert.equal(status, 'invalid');
      assert.match(found, error);
    });
  }

  it('is not met when the name has no address', async () => {
    const nowhere = { txt: async () => [], addresses: async () => [] };
    assert.equal((await validated(() => ({}), { resolver: nowhere })).error, '400 dns could not resolve "web.example.com"');
    const broken = { txt: async () => [], addresses: () => Promise.reject(new Error('SERVFAIL')) };
    assert.equal((await validated(() => ({}), { resolver: broken })).error, '400 dns could not resolve "web.example.com": SERVFAIL');
  });
});

describe('dns-01', () => {
  for (const [title, txt, error] of [
    ['no value', () => Promise.resolve([]), '403 unauthorized No TXT records found for DNS challenge'],
    ['other values', () => Promise.resolve(['x', 'y']), '403 unauthorized Correct value not found for DNS challenge'],
    [
      'a broken name server',
      () => Promise.reject(new Error('SERVFAIL')),
      '403 unauthorized Error retrieving TXT records for DNS challenge ("SERVFAIL")',
    ],
  ] as const) {
    it(`is not met by ${title}`, async () => {
      assert.equal((await validated(() => ({}), { type: 'dns-01', resolver: { txt } })).error, error);
    });
  }
});

describe('CAA records', () => {
  /** Of a name server that has them; `at` is the name they stand at. */
  async function judged(
    values: readonly string[],
    { name = 'a.web.example.com', at = 'web.example.com', type = 'http-01', broken = false } = {},
  ) {
    const server = createDnsServer({ clock: systemClock, random: seededRandom(1), crypto });
    server.zone.set(at, 'CAA', values);
    if (broken) server.faults.add({ times: 0, fault: { protocol: 'SERVFAIL' } });
    const exchangeDns = async ({ message, transport }: { message: Uint8Array; transport: 'udp' | 'tcp' }) =>
      (await server.handle(message, transport)) ?? Promise.reject(new Error('silence'));
    const found = createResolver({ network: { exchangeDns }, random: seededRandom(2).stream('x') }, () => ['ns.test:53']);
    const { status, error } = await validated((_url, _host, key) => ({ body: key }), { name, type, caa: (domain) => found.caa(domain) });
    return status === 'valid' ? 'allowed' : error;
  }
  const FORBIDDEN = '403 caa CAA record for a.web.example.com prevents issuance';

  for (const [title, values, verdict] of [
    ['that name this authority', ['0 issue "csrlab.test"'], 'allowed'],
    ['that name it among others', ['0 issue "ca.example"', '0 issue "csrlab.test"'], 'allowed'],
    ['that name others', ['0 issue "ca.example"'], FORBIDDEN],
    ['that name nobody', ['0 issue ";"'], FORBIDDEN],
    ['that say where to report alone', ['0 iodef "mailto:a@example.com"'], 'allowed'],
    ['for wildcards alone', ['0 issuewild "ca.example"'], 'allowed'],
    ['of a critical kind that is not known', ['128 novel "x"', '0 issue "csrlab.test"'], FORBIDDEN],
    ['of another kind that is not known', ['0 novel "x"'], 'allowed'],
    ['for this method', ['0 issue "csrlab.test; validationmethods=dns-01,http-01"'], 'allowed'],
    ['for another method', ['0 issue "csrlab.test; validationmethods=dns-01"'], FORBIDDEN],
    ['for another account', ['0 issue "csrlab.test; accounturi=https://acme.test/somebody"'], FORBIDDEN],
  ] as const) {
    it(`${title}: ${verdict === 'allowed' ? verdict : 'forbidden'}`, async () => assert.equal(await judged(values), verdict));
  }

  it('count from the nearest name that has some', async () => {
    assert.equal(await judged(['0 issue "ca.example"'], { at: 'example.com' }), FORBIDDEN);
    assert.equal(await judged(['0 issue "ca.example"'], { at: 'b.web.example.com' }), 'allowed');
  });

  it('that cannot be read forbid', async () => {
    assert.match(await judged([], { broken: true }), /^400 dns While processing CAA for a\.web\.example\.com: DNS lookup for .* SERVFAIL$/);
  });

  for (const [title, values, verdict] of [
    ['name others', ['0 issuewild "ca.example"', '0 issue "csrlab.test"'], '403 caa CAA record for wild.example.com prevents issuance'],
    ['name this authority', ['0 issuewild "csrlab.test"', '0 issue ";"'], 'allowed'],
    ['are those for all names where there are no others', ['0 issue "csrlab.test"'], 'allowed'],
  ] as const) {
    it(`for wildcards ${title}`, async () => {
      assert.equal(await judged(values, { name: '*.wild.example.com', at: 'wild.example.com', type: 'dns-01' }), verdict);
    });
  }
});

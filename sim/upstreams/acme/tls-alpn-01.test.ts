import assert from 'node:assert/strict';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { crypto, dns, newKey, setUp } from '../../../fixtures/acme/thin-client';
import { systemNetwork } from '../../../base/env/node/network';
import { systemRandom } from '../../../base/env/node/random';
import { createResolver } from '../../../base/dns/resolver';
import { parseAddress } from '../../../base/go/address';
import { createCertificate, encodePem } from '../../../pki';
import { utf8 } from '../../../pki/bytes';
import { octetString } from '../../../pki/der/writer';
import { NO_NAMES } from '../../../pki/extension/san';
import { encodeName } from '../../../pki/name/encode-name';
import { createDnsServer } from '../dns';
import { systemClock } from '../../../base/env/node/clock';

const NAME = 'tls.example.com';
const random = systemRandom.stream('tls-alpn');

/** What a server shows; each member bends one thing. */
interface Shown {
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly emailAddresses?: readonly string[];
  readonly digestOf?: string;
  readonly critical?: boolean;
  readonly extension?: boolean;
  readonly protocols?: readonly string[];
}

function certificateFor(keyAuthorization: string, shown: Shown): TlsOptions {
  const {
    dnsNames = [NAME],
    ipAddresses = [],
    emailAddresses = [],
    digestOf = keyAuthorization,
    critical = true,
    extension = true,
  } = shown;
  const key = newKey();
  const rawSubject = encodeName({ commonName: 'challenge' });
  const now = Math.floor(Date.now() / 1000);
  const value = octetString(crypto.digest('SHA-256', utf8(digestOf)));
  const template = {
    ...{ serialNumber: random.bytes(8), rawSubject, notBefore: now - 60, notAfter: now + 600, publicKey: key.publicKey },
    subjectAltNames: { ...NO_NAMES, dnsNames, emailAddresses, ipAddresses: ipAddresses.map((address) => parseAddress(address).octets) },
    extraExtensions: extension ? [{ oid: '1.3.6.1.5.5.7.1.31', critical, value }] : [],
  };
  const der = createCertificate(template, { rawSubject }, key, crypto);
  return { cert: encodePem('CERTIFICATE', der), key: encodePem('PRIVATE KEY', key.pkcs8) };
}

/** A real server on loopback, an authority that dials it, and a name server that says where it is. */
async function validated(shown: Shown, identifier = dns(NAME)) {
  const names: string[] = [];
  // The authority has to know the port before the answer is known.
  const state: { options: TlsOptions } = { options: {} };
  const server: Server = createServer({
    ALPNProtocols: [...(shown.protocols ?? ['acme-tls/1'])],
    SNICallback: (name, done) => {
      names.push(name);
      void import('node:tls').then(({ createSecureContext }) => done(null, createSecureContext(state.options)));
    },
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  try {
    const { status, problem } = await atPort(port, identifier, (keyAuthorization) => {
      state.options = certificateFor(keyAuthorization, shown);
    });
    return { status, problem, names };
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

async function atPort(tlsPort: number, identifier: { type: string; value: string }, answer: (keyAuthorization: string) => void) {
  const nameServer = createDnsServer({ clock: systemClock, random: systemRandom, crypto });
  nameServer.zone.set(NAME, 'A', ['127.0.0.1']);
  const exchangeDns = async ({ message, transport }: { message: Uint8Array; transport: 'udp' | 'tcp' }) =>
    (await nameServer.handle(message, transport)) ?? Promise.reject(new Error('silence'));
  const resolver = createResolver({ network: { exchangeDns }, random }, () => ['ns.test:53']);
  const { register, order, challengeOf, post, poll } = setUp({ network: systemNetwork(), resolver, tlsPort });
  const account = await register();
  const made = await order(account, identifier);
  assert.equal(made.status, 201, made.text);
  const [authorization = ''] = made.body.authorizations as string[];
  const challenge = await challengeOf(account, authorization, 'tls-alpn-01');
  answer(challenge.keyAuthorization);
  await post(account, challenge.url, {});
  const { body } = await poll(account, authorization);
  const found = (body.challenges as { type: string; error?: { type: string; detail: string } }[]).find(
    ({ type }) => type === 'tls-alpn-01',
  );
  const { type = '', detail = '' } = found?.error ?? {};
  return { status: body.status, problem: `${type.replace('urn:ietf:params:acme:error:', '')} ${detail}` };
}

describe('tls-alpn-01', () => {
  it('is met by a server at the address that the DNS gives', async () => {
    assert.deepEqual(await validated({}), { status: 'valid', problem: ' ', names: [NAME] });
  });

  it('takes the name in any case, and the protocol among others', async () => {
    const { status } = await validated({ dnsNames: ['TLS.Example.Com'], protocols: ['h2', 'acme-tls/1'] });
    assert.equal(status, 'valid');
  });

  it('asks for an address by its reverse name', async () => {
    const shown = { dnsNames: [], ipAddresses: ['127.0.0.1'] };
    const { status, names } = await validated(shown, { type: 'ip', value: '127.0.0.1' });
    assert.deepEqual([status, names], ['valid', ['1.0.0.127.in-addr.arpa']]);
  });

  const wrong = (what: string): string => `unauthorized Incorrect validation certificate for tls-alpn-01 challenge: ${what}`;
  const alone = wrong(`it must be for "${NAME}" alone`);
  for (const [title, shown, problem] of [
    ['another digest', { digestOf: 'other' }, wrong('acmeValidationV1 extension value does not match the key authorization')],
    ['an extension that is not critical', { critical: false }, wrong('acmeValidationV1 extension not critical')],
    ['no extension', { extension: false }, wrong('missing acmeValidationV1 extension')],
    ['another name', { dnsNames: ['other.example.com'] }, alone],
    ['a second name', { dnsNames: [NAME, 'www.example.com'] }, alone],
    ['a second name of another kind', { emailAddresses: ['a@example.com'] }, alone],
    ['an address beside the name', { ipAddresses: ['127.0.0.1'] }, alone],
    ['no name', { dnsNames: [] }, alone],
  ] as const) {
    it(`is not met with ${title}`, async () => {
      const { status, problem: found } = await validated(shown);
      assert.deepEqual([status, found], ['invalid', problem]);
    });
  }

  it('is not met by a server that knows no ALPN, or other protocols alone', async () => {
    const none = await validated({ protocols: [] });
    assert.deepEqual(
      [none.status, none.problem],
      [...['invalid', 'unauthorized Cannot negotiate ALPN protocol "acme-tls/1" for tls-alpn-01 challenge']],
    );
    const others = await validated({ protocols: ['http/1.1'] });
    assert.equal(others.status, 'invalid');
    assert.match(others.problem, /^(tls Failed to connect|unauthorized Cannot negotiate ALPN)/);
  });

  it('says when an address of another kind is shown for an address', async () => {
    const { status, problem } = await validated({ dnsNames: ['127.0.0.1'] }, { type: 'ip', value: '127.0.0.1' });
    assert.deepEqual([status, problem], ['invalid', wrong('it must be for "127.0.0.1" alone')]);
  });

  it('says when nobody listens, when no TLS is spoken, and when the name has no address', async () => {
    const nobody = await atPort(1, dns(NAME), () => undefined);
    assert.equal(
      nobody.problem,
      'connection Failed to connect to 127.0.0.1:1 for the tls-alpn-01 challenge: dial tcp 127.0.0.1:1: connect: connection refused',
    );
    const plain = createTcpServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    assert.match((await atPort((plain.address() as AddressInfo).port, dns(NAME), () => undefined)).problem, /^tls Failed to connect to /);
    await new Promise((resolve) => plain.close(resolve));
    const nowhere = await atPort(1, dns('nowhere.example.com'), () => undefined);
    assert.equal(nowhere.problem, 'dns could not resolve "nowhere.example.com"');
  });

  it('is not offered for wildcards, nor by an authority that cannot dial TLS', async () => {
    const types = async (client: ReturnType<typeof setUp>, name: string) => {
      const account = await client.register();
      const made = await client.order(account, dns(name));
      const { body } = await client.post(account, String((made.body.authorizations as string[])[0]), '');
      return (body.challenges as { type: string }[]).map(({ type }) => type);
    };
    assert.deepEqual(await types(setUp({ network: systemNetwork() }), '*.example.com'), ['dns-01']);
    assert.deepEqual(await types(setUp({ network: systemNetwork() }), 'a.example.com'), ['http-01', 'tls-alpn-01', 'dns-01']);
    assert.deepEqual(await types(setUp(), 'a.example.com'), ['http-01', 'dns-01']);
  });
});

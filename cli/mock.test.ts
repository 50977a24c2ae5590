import assert from 'node:assert/strict';
import { TYPE } from '../base/dns/codes';
import { askServer } from '../base/dns/query';
import { readBody } from '../base/env/body';
import { fakeIo, type FakeIo } from '../fixtures/fake-io';
import { run } from './run';

interface Ready {
  readonly url: string;
  readonly control: string;
  readonly ca?: string;
}

/** Runs `csrlab mock …` while the test uses it. */
async function mocking(argv: readonly string[], use: (ready: Ready, fake: FakeIo) => Promise<void>): Promise<void> {
  const fake = fakeIo();
  const running = run(['mock', ...argv, '--output', 'json'], fake.io);
  while (!fake.out().includes('\n')) await new Promise((resolve) => setTimeout(resolve, 5));
  await use(JSON.parse(fake.out()) as Ready, fake);
  fake.stop();
  assert.equal(await running, 0);
}

describe('csrlab mock', () => {
  it('dns answers with the records that its control surface was given', () =>
    mocking(['dns'], async ({ url, control, ca }, { io }) => {
      const { network, random } = io.environment;
      const body = new TextEncoder().encode('["192.0.2.7"]');
      assert.equal((await network.fetch({ method: 'PUT', url: `${control}/records/www.example.com/A`, body })).status, 204);
      const server = url.replace('dns://', '');
      const { answers } = await askServer(server, 'www.example.com.', TYPE.A, { network, random: random.stream('test') });
      assert.deepEqual([answers[0]?.data, ca], [['192.0.2.7'], undefined]);
    }));

  it('acme says in its directory that accounts must be bound, when one is named', () =>
    mocking(['acme', '--external-account', 'kid-1=c2VjcmV0'], async ({ url, ca = '' }, { io, files }) => {
      const response = await io.environment.network.fetch({ method: 'GET', url, tls: { ca: files.get(ca) ?? '' } });
      const directory = JSON.parse(new TextDecoder().decode(await readBody(response))) as { meta: { externalAccountRequired: boolean } };
      assert.equal(directory.meta.externalAccountRequired, true);
    }));

  for (const [argv, message] of [
    [['vault', '--http-port', '5002'], /^error: --dns-server, --http-port, --tls-port and --external-account are for csrlab mock acme/],
    [['acme', '--external-account', 'no-key'], /^error: --external-account no-key: write ID=KEY, the MAC key in base64url/],
    [['acme', '--dns-server', 'nowhere'], /^error: --dns-server nowhere: write HOST:PORT/],
  ] as const) {
    it(`${argv.join(' ')} is refused`, async () => {
      const fake = fakeIo();
      assert.equal(await run(['mock', ...argv], fake.io), 2);
      assert.match(fake.err(), message);
    });
  }

  it('says which port is taken', () =>
    mocking(['dns'], async ({ url }) => {
      const fake = fakeIo();
      const port = url.split(':').at(-1) ?? '';
      assert.equal(await run(['mock', 'dns', '--port', port], fake.io), 1);
      assert.match(fake.err(), new RegExp(`^error: cannot listen on 127\\.0\\.0\\.1:${port}: EADDRINUSE; choose another --port`));
    }));
});

describe('csrlab signers', () => {
  it('refuses name servers that are none', async () => {
    const fake = fakeIo({ cluster: () => Promise.reject(new Error('not asked')) });
    assert.equal(await run(['signers', '--dns01-recursive-nameservers', '127.0.0.1:53,nowhere'], fake.io), 2);
    assert.match(fake.err(), /^error: --dns01-recursive-nameservers nowhere: write HOST:PORT or https:/);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import type { Listener } from '../base/env/ports';
import { createDnsServer, type DnsServer } from '../sim/upstreams/dns';
import { describeWithClient } from './find';

const SECRET = btoa('csrlab-tsig-secret');
const ALGORITHMS = ['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'];

let dns: DnsServer;
let listener: Omit<Listener, 'url'>;

async function open(): Promise<void> {
  const environment = nodeEnvironment();
  dns = createDnsServer({ ...environment, crypto: nodeCrypto() });
  const listening = await environment.network.listenDns?.({ host: '127.0.0.1', port: 0 }, dns.handle);
  assert.ok(listening);
  listener = listening;
}

describeWithClient('nsupdate', 'nsupdate', (nsupdate) => {
  before(open);
  after(() => listener.close());

  /** Rejects with what it printed when the server refused. */
  const run = (commands: string, ...flags: string[]): Promise<unknown> => {
    const update = promisify(execFile)(nsupdate, flags, { timeout: 30_000 });
    update.child.stdin?.end(`server 127.0.0.1 ${listener.port}\n${commands}\nsend\n`);
    return update;
  };
  const KEY = ['-y', `hmac-sha256:csrlab:${SECRET}`];
  const ADD = 'zone example.com\nupdate add';

  for (const algorithm of ALGORITHMS) {
    it(`signs with ${algorithm}, and takes our signatures`, async () => {
      await run(`${ADD} ${algorithm}.example.com 60 TXT value`, '-y', `${algorithm}:csrlab:${SECRET}`);
      assert.deepEqual(dns.zone.get(`${algorithm}.example.com`, 'TXT'), ['value']);
    });
  }

  it('finds the zone by itself, over TCP, and deletes', async () => {
    await run('update add a.b.example.org 60 A 192.0.2.1', '-v', ...KEY);
    assert.deepEqual(dns.zone.get('a.b.example.org', 'A'), ['192.0.2.1']);
    await run('update delete a.b.example.org A', ...KEY);
    assert.deepEqual(dns.zone.get('a.b.example.org', 'A'), []);
    assert.ok(dns.log.list().some(({ method, operation }) => method === 'TCP' && operation === 'update'));
  });

  for (const [title, commands, flags, said] of [
    ['without a key', `${ADD} x.example.com 60 TXT x`, [], /update failed: REFUSED/],
    ['with an unknown key', `${ADD} x.example.com 60 TXT x`, ['-y', `hmac-sha256:stranger:${SECRET}`], /update failed: NOTAUTH\(BADKEY\)/],
    [
      'with a wrong secret',
      `${ADD} x.example.com 60 TXT x`,
      ['-y', `hmac-sha256:csrlab:${btoa('a secret that was guessed')}`],
      /NOTAUTH\(BADSIG\)/,
    ],
    ['outside the zone', `${ADD} x.example.org 60 TXT x`, KEY, /update failed: NOTZONE/],
    ['in the zone of somebody else', 'zone example.dev\nupdate add x.example.dev 60 TXT x', KEY, /update failed: NOTAUTH/],
    [
      'when a prerequisite is not met',
      `zone example.com\nprereq yxdomain y.example.com\nupdate add x.example.com 60 TXT x`,
      KEY,
      /NXDOMAIN/,
    ],
  ] as const) {
    it(`is refused ${title}`, async () => {
      await assert.rejects(run(commands, ...flags), said);
      assert.deepEqual(dns.zone.get('x.example.com', 'TXT'), []);
    });
  }
});

describeWithClient('dig', 'dig', (dig) => {
  before(async () => {
    await open();
    dns.zone.set('_acme-challenge.example.com', 'CNAME', ['c.auth.test']);
    dns.zone.set('c.auth.test', 'TXT', ['one', 'x'.repeat(600)]);
  });
  after(() => listener.close());

  const ask = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(dig, ['@127.0.0.1', '-p', String(listener.port), ...args], { timeout: 30_000 });
    return stdout;
  };

  it('reads records, CNAMEs and long texts, and goes to TCP for them', async () => {
    const long = '"x{255}" "x{255}" "x{90}"'.replaceAll(/x\{(\d+)\}/g, (_, length: string) => 'x'.repeat(Number(length)));
    const lines = (text: string): string[] => text.trim().split('\n').sort();
    const expected = ['c.auth.test.', '"one"', long].sort();
    assert.deepEqual(lines(await ask('_acme-challenge.example.com', 'TXT', '+short', '+noedns')), expected);
    assert.deepEqual(lines(await ask('_acme-challenge.example.com', 'TXT', '+short')), expected);
    assert.ok(dns.log.list().some(({ method }) => method === 'TCP'));
  });

  it('is told where the zone is and what does not exist', async () => {
    assert.match(await ask('example.com', 'SOA', '+short'), /^ns\.example\.com\. hostmaster\.example\.com\. 1 /);
    assert.match(await ask('nobody.example.com', 'A'), /status: NXDOMAIN[^]*AUTHORITY SECTION:\nexample\.com\.\s+3600\s+IN\s+SOA/);
    assert.match(await ask('example.dev', 'A'), /status: REFUSED/);
  });

  it('verifies signed answers', async () => {
    const answer = await ask('c.auth.test', 'TXT', '-y', `hmac-sha256:csrlab:${SECRET}`);
    assert.match(answer, /TSIG PSEUDOSECTION:\ncsrlab\.[^]*NOERROR/);
    assert.doesNotMatch(answer, /Couldn't verify signature|could not be validated/);
  });
});

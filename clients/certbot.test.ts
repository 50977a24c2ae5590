import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import { decodeCertificates } from '../pki';
import { createAcmeServer, type AcmeServer } from '../sim/upstreams/acme';
import { serve, type ServedAuthority } from './authority-process';
import { describeWithClient } from './find';

const HTTP_PORT = 32_180;
const REFUSED_ONCE = ['newOrder', 'authorization', 'challenge', 'finalize', 'certificate'];

describeWithClient('certbot', 'certbot', (certbot) => {
  let folder: string;
  let server: AcmeServer;
  let served: ServedAuthority;
  let run: (...args: string[]) => Promise<void>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'csrlab-certbot-'));
    const environment = { ...nodeEnvironment(), crypto: nodeCrypto() };
    // The hook writes what certbot wants to be published.
    const txt = async () => readFileSync(join(folder, 'txt'), 'utf8').trim().split('\n');
    const resolver = { addresses: async () => ['127.0.0.1'], txt };
    server = createAcmeServer({ ...environment, resolver, httpPort: HTTP_PORT, nonceReject: 0 });
    served = await serve(server);
    const folders = ['config', 'work', 'logs'].flatMap((name) => [`--${name}-dir`, join(folder, name)]);
    const fixed = ['certonly', '--non-interactive', '--agree-tos', '-m', 'a@example.com', '--server', `${served.url}/dir`, ...folders];
    const env = { PATH: process.env.PATH, HOME: folder, REQUESTS_CA_BUNDLE: served.caFile };
    run = async (...args) => {
      // certbot tries a refused nonce once more only, so that chance, which may refuse two in a row, would now and then defeat it.
      for (const operation of REFUSED_ONCE) server.faults.add({ match: { operation }, fault: { protocol: 'badNonce' } });
      await promisify(execFile)(certbot, [...fixed, ...args], { env, timeout: 90_000 });
      assert.deepEqual(server.faults.list(), [], 'nonces that were to be refused and were not');
    };
  });

  after(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const names = (lineage: string): readonly string[] => {
    const pem = readFileSync(join(folder, 'config', 'live', lineage, 'fullchain.pem'));
    return decodeCertificates(pem, 'bundle')[0]?.dnsNames ?? [];
  };

  it('gets a certificate by http-01', async () => {
    await run('--standalone', '--http-01-port', String(HTTP_PORT), '-d', 'web.example.com', '-d', 'www.example.com');
    assert.deepEqual([...names('web.example.com')].sort(), ['web.example.com', 'www.example.com']);
  });

  it('gets a certificate for a wildcard by dns-01', async () => {
    const hook = `sh -c 'echo $CERTBOT_VALIDATION >> ${join(folder, 'txt')}'`;
    await run(
      '--manual',
      '--preferred-challenges',
      'dns',
      '--manual-auth-hook',
      hook,
      '-d',
      '*.wild.example.com',
      '-d',
      'wild.example.com',
    );
    assert.deepEqual([...names('wild.example.com')].sort(), ['*.wild.example.com', 'wild.example.com']);
  });
});

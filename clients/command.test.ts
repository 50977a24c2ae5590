import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { LabProcess, type Ready } from './lab-process';

const ROOT = join(__dirname, '..');

function csrlab(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register', 'cli/main.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('csrlab up', () => {
  const wrong: [title: string, args: string[], code: number, err: RegExp][] = [
    ['an unknown flag', ['--prot', '1'], 2, /unknown option '--prot'.*\n$/],
    [
      'an unknown feature gate',
      ['--feature-gates', 'Foo=true'],
      2,
      /^error: unknown feature gate "Foo" in --feature-gates: known is .*\n$/,
    ],
    ['a port that is none', ['--port', '70000'], 2, /write a port from 0 to 65535.*\n$/],
    [
      'an address that others can reach',
      ['--bind-address', '0.0.0.0'],
      2,
      /^error: --bind-address 0\.0\.0\.0 can be reached from other machines.*--allow-remote.*\n$/,
    ],
    [
      'a token file that is not there',
      ['--token-auth-file', '/nowhere/tokens.csv'],
      1,
      /^error: cannot read \/nowhere\/tokens\.csv \(--token-auth-file\): there is no such file\n$/,
    ],
  ];
  for (const [title, args, code, err] of wrong) {
    it(`refuses ${title} in one line`, () => {
      const result = csrlab('up', ...args);
      assert.deepEqual({ code: result.code, out: result.out }, { code, out: '' });
      assert.match(result.err, err);
      assert.equal(result.err.trimEnd().split('\n').length, 1, result.err);
    });
  }

  it('says which port is in use and what to do', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const result = csrlab('up', '--port', String(port));
    blocker.close();
    assert.equal(
      result.err,
      `error: port ${port} is in use on 127.0.0.1: stop what listens there, or choose another with --port (0 picks a free one)\n`,
    );
    assert.equal(result.code, 1);
  });

  it('never overwrites a kubeconfig that is not its own', async () => {
    const lab = new LabProcess();
    const file = join(lab.folder, 'config');
    writeFileSync(file, 'apiVersion: v1\nkind: Config\nclusters: []\n');
    const result = csrlab('up', '--port', '0', '--kubeconfig', file);
    assert.match(result.err, /exists and was not written by csrlab/);
    assert.deepEqual([result.code, readFileSync(file, 'utf8')], [2, 'apiVersion: v1\nkind: Config\nclusters: []\n']);
    await lab.stop();
  });
});

describe('csrlab up, stopped', () => {
  it('ends open watches and itself in under a second with code 0 and leaves nothing behind', async () => {
    const lab = new LabProcess();
    const ready = await lab.start('--token-auth-file', tokenFile(lab.folder));
    const watch = openWatch(ready);
    await watch.opened;
    const { code, took } = await lab.stop();
    assert.equal(code, 0);
    assert.ok(took < 1000, `it took ${took} ms`);
    await watch.ended;
    assert.equal(existsSync(ready.kubeconfig), false);
  });
});

function tokenFile(folder: string): string {
  const file = join(folder, 'tokens.csv');
  writeFileSync(file, 'admin-token,admin,admin-uid,"system:masters"\n');
  return file;
}

function openWatch({ server, ca }: Ready): { opened: Promise<void>; ended: Promise<void> } {
  let markOpened = (): void => undefined;
  let markEnded = (): void => undefined;
  const opened = new Promise<void>((resolve) => (markOpened = resolve));
  const ended = new Promise<void>((resolve) => (markEnded = resolve));
  const options = { ca: readFileSync(ca), headers: { authorization: 'Bearer admin-token' } };
  https.get(`${server}/api/v1/namespaces?watch=1`, options, (response) => {
    response.once('data', () => markOpened());
    response.on('data', () => undefined);
    response.once('close', () => markEnded());
  });
  return { opened, ended };
}

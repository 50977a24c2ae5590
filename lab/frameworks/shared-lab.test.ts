import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Lab } from '../lab';
import { sharedLab, type Hooks } from './shared-lab';

const ROOT = path.join(__dirname, '../..');
const UID = "lab().admin.get({ group: '', version: 'v1', resource: 'namespaces' }, 'default')";

/** Hooks that a test calls when it likes. */
function hooks() {
  const nothing = (): Promise<void> => Promise.resolve();
  const works: { before: () => Promise<void>; afterEach: (failed: boolean) => Promise<void>; after: () => Promise<void> } = {
    before: nothing,
    afterEach: nothing,
    after: nothing,
  };
  const taken: Hooks = {
    before: (work) => void (works.before = work),
    afterEach: (work) => void (works.afterEach = work),
    after: (work) => void (works.after = work),
  };
  return { taken, works };
}

describe('a lab that a suite shares', () => {
  it('tells its seed when a test failed, and only then', async () => {
    const { taken, works } = hooks();
    const told: (number | string)[] = [];
    sharedLab(taken, { seed: 7 }, (seed) => told.push(seed));
    await works.before();
    await works.afterEach(false);
    assert.deepEqual(told, []);
    await works.afterEach(true);
    assert.deepEqual(told, [7]);
    await works.after();
  });

  it('draws a seed that repeats it', async () => {
    const play = async (seed?: number | string): Promise<{ lab: Lab; seed: number | string; uid: string }> => {
      const { taken, works } = hooks();
      const told: (number | string)[] = [];
      const lab = sharedLab(taken, seed === undefined ? {} : { seed }, (one) => told.push(one));
      await works.before();
      const namespace = await lab().admin.get({ group: '', version: 'v1', resource: 'namespaces' }, 'default');
      const found = { lab: lab(), uid: namespace.metadata?.uid ?? '' };
      await works.afterEach(true);
      await works.after();
      return { ...found, seed: told[0] ?? '' };
    };
    const first = await play();
    assert.equal((await play(first.seed)).uid, first.uid);
  });
});

const SUITE = `
describe('a suite', () => {
  const lab = useLab();
  it('passes', async () => void (await ${UID}));
  it('fails', async () => { throw new Error((await ${UID}).metadata.uid); });
});
`;

describe('a failing test', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(ROOT, '.cache/frameworks-'));
  after(() => rmSync(folder, { recursive: true }));

  const runners = {
    mocha: { head: '', command: ['node_modules/.bin/mocha', '--no-config', '--require', 'ts-node/register', '--exit'] },
    'node-test': { head: "const { describe, it } = require('node:test');", command: ['--require', 'ts-node/register', '--test'] },
  };
  for (const [name, { head, command }] of Object.entries(runners)) {
    it(`of ${name} prints the seed that repeats it`, () => {
      const file = path.join(folder, `${name}.test.js`);
      writeFileSync(file, `${head} const { useLab } = require(${JSON.stringify(path.join(__dirname, name))});\n${SUITE}`);
      const run = (seed: string): string => {
        const { NODE_TEST_CONTEXT: _context, ...env } = process.env;
        const { stdout, stderr } = spawnSync(process.execPath, [...command, file], {
          ...{ cwd: ROOT, encoding: 'utf8' },
          env: { ...env, CSRLAB_SEED: seed },
        });
        return `${stdout}${stderr}`;
      };
      const first = run('');
      const [, seed = ''] = /CSRLAB_SEED=(\d+) repeats this run/.exec(first) ?? assert.fail(first);
      assert.equal(first.match(/CSRLAB_SEED=/g)?.length, 1, first);
      const uid = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(first)?.[0] ?? assert.fail(first);
      assert.ok(run(seed).includes(uid));
    });
  }
});

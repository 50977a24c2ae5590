import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../steps/state/keys';
import { eventually } from '../steps/state/eventually';
import { issuerManifest, requestManifest } from './documents';
import { describeWithClient, runClient } from './find';
import { LabProcess } from './lab-process';

const ROOT = join(__dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The code blocks of the README in that language, in its order. */
function blocks(language: string): readonly string[] {
  return [...read('README.md').matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, block = '']) => block);
}

const [START, CHECK, UP, KUBECTL, ...others] = blocks('sh');

describe('the README', () => {
  it('has no command that is not executed here or by CI', () => {
    assert.deepEqual(others, []);
    assert.deepEqual([START, CHECK, UP], ['npm ci && npm start\n', 'npm ci && npm test\n', 'npx csrlab up\n']);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    assert.match(scripts.start ?? '', /dist\/csrlab\.cjs demo$/);
    const ci = read('.ci/run');
    for (const command of ['npm ci ', 'npm test ', 'csrlab demo ']) assert.ok(ci.includes(command), command);
  });

  it('shows the test that its example runs', () => {
    assert.deepEqual(blocks('js'), [read('examples/vitest/approval.test.mjs')]);
  });
});

describeWithClient('the README with kubectl 1.36', 'kubectl.1.36', (kubectl) => {
  const lab = new LabProcess();
  after(() => lab.stop());

  it('leads from manifests to a certificate', async () => {
    const { kubeconfig } = await lab.start();
    const bin = join(lab.folder, 'bin');
    mkdirSync(bin);
    symlinkSync(kubectl, join(bin, 'kubectl'));
    writeFileSync(join(lab.folder, 'issuer.yaml'), issuerManifest(createAuthority('README test root')));
    writeFileSync(join(lab.folder, 'request.yaml'), requestManifest('web'));
    const env = { PATH: `${bin}:${process.env.PATH ?? ''}`, HOME: lab.folder, KUBECONFIG: kubeconfig };
    const run = (command: string): string => runClient('/bin/sh', ['-c', command], { env, cwd: lab.folder });
    const [exported, ...commands] = (KUBECTL ?? '').trimEnd().split('\n');
    assert.match(exported ?? '', /^export KUBECONFIG=…/);
    const last = commands.pop() ?? '';
    for (const command of commands) run(command);
    const chain = await eventually(
      () => Promise.resolve(run(last) || undefined),
      () => Promise.resolve(run('kubectl describe csr web')),
    );
    assert.match(chain, /^-----BEGIN CERTIFICATE-----/);
  });
});

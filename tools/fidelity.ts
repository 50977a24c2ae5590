// Replays every recording that this machine has a client for and writes docs/fidelity.md from what came of it: npm run fidelity
// With --page it only writes the page, from the scores that are there.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fidelityPage } from '../fixtures/fidelity/page';

const ROOT = path.join(__dirname, '..');
const REPLAYS = [
  ['--grep', 'recordings of kube-apiserver|recorded from Go and cert-manager'],
  ['--config', '.mocharc.clients.json', '--grep', 'transcripts of'],
];

function main(arguments_: readonly string[]): number {
  const codes = arguments_.includes('--page') ? [] : REPLAYS.map(replay);
  const folder = path.join(ROOT, 'docs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'fidelity.md'), fidelityPage());
  return Math.max(0, ...codes);
}

function replay(args: readonly string[]): number {
  const command = ['node_modules/mocha/bin/mocha.js', ...args];
  const env = { ...process.env, CSRLAB_SCORES: 'write' };
  return spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'inherit', env }).status ?? 1;
}

process.exitCode = main(process.argv.slice(2));

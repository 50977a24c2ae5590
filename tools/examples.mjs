// Runs every project under examples/ as a user would: installed from the packed tarball into an empty folder, with each Node given.
//   node tools/examples.mjs TARBALL [NODE...]        NODE: path of a node binary; none: the one that runs this
// Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const [tarball, ...given] = process.argv.slice(2);
const nodes = given.length > 0 ? given : [process.execPath];
let passed = 0;
let failed = 0;

for (const example of readdirSync('examples').sort()) {
  const folder = mkdtempSync(path.join(tmpdir(), `csrlab-${example}-`));
  cpSync(path.join('examples', example), folder, { recursive: true });
  const installed = run('npm', ['install', '--silent', '--no-audit', '--no-fund', path.resolve(tarball)], folder, process.execPath);
  for (const node of nodes) judge(example, node, installed ?? run('npm', ['test', '--silent'], folder, node));
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** What went wrong, or undefined. The node binary comes first in the PATH of whatever npm starts. */
function run(command, args, cwd, node) {
  const env = { ...process.env, PATH: `${path.dirname(path.resolve(node))}${path.delimiter}${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  return status === 0 ? undefined : `${stdout}\n${stderr}`;
}

function judge(example, node, problem) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
  if (problem === undefined) passed++;
  else failed++;
  console.log(`example ${example.padEnd(10)} Node ${version}: ${problem === undefined ? 'passed' : `failed\n${problem}`}`);
}

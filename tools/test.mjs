// npm test: formatter, lint, types, units, features and real clients, one after the other, all of them even when one fails.
// Ends with `N passed, N failed`, and `N skipped` for tests whose client is not on this machine, each named above with its reason.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

// In CI every client that a registry has must be there; these have none.
const MAY_BE_ABSENT = /not run: kubectl 1\.(2[7-9]|3[0-3]) not found/;

const COUNTS = '.cache/counts.json';
const STAGES = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'units', command: ['mocha', '--parallel', '--jobs', '2', '--reporter', 'tools/count-reporter.cjs'] },
  { name: 'features', command: ['cucumber-js', '--format', './tools/count-formatter.cjs:.cache/features.txt'] },
  { name: 'clients', command: ['mocha', '--reporter', 'tools/count-reporter.cjs', '--config', '.mocharc.clients.json'] },
];

mkdirSync('.cache', { recursive: true });
const only = process.argv.slice(2);
const total = { passed: 0, failed: 0, notRun: [] };
for (const stage of STAGES.filter(({ name }) => only.length === 0 || only.includes(name))) add(run(stage));

const absent = total.notRun.filter((reason) => process.env.CI === 'true' && !MAY_BE_ABSENT.test(reason));
for (const reason of total.notRun) console.log(absent.includes(reason) ? `${reason} (required in CI)` : reason);
const skipped = total.notRun.length - absent.length;
const failed = total.failed + absent.length;
console.log(`${total.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

function run({ name, command: [tool, ...args] }) {
  const start = Date.now();
  rmSync(COUNTS, { force: true });
  const { status } = spawnSync(`node_modules/.bin/${tool}`, args, { stdio: 'inherit', env: { ...process.env, CSRLAB_COUNTS: COUNTS } });
  // A stage without counts of its own is one check; one that broke off before counting is one failure.
  const counted = existsSync(COUNTS)
    ? JSON.parse(readFileSync(COUNTS, 'utf8'))
    : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, notRun: [] };
  const counts = status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const notRun = counts.notRun.length > 0 ? `, ${counts.notRun.length} not run` : '';
  console.log(`${name.padEnd(9)} ${counts.passed} passed, ${counts.failed} failed${notRun} (${seconds} s)`);
  return counts;
}

function add({ passed, failed, notRun }) {
  total.passed += passed;
  total.failed += failed;
  total.notRun.push(...notRun);
}

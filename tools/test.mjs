// npm test: formatter, lint, types, units, features and real clients, all of them even when one fails. `node tools/test.mjs units features`
// runs only those. Clients wait for clocks more than they compute, so the other stages run beside them, and yield to them.
// Ends with `N passed, N failed`, and `N skipped` for tests whose client is not on this machine, each named above with its reason.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';

// In CI every client that a registry has must be there; these have none.
const MAY_BE_ABSENT = /not run: kubectl 1\.(2[7-9]|3[0-3]) not found/;

const STAGES = [
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'units', command: ['mocha', '--parallel', '--jobs', '2', '--reporter', 'tools/count-reporter.cjs'] },
  { name: 'features', command: ['cucumber-js', '--format', './tools/count-formatter.cjs:.cache/features.txt'] },
  { name: 'clients', command: ['mocha', '--reporter', 'tools/count-reporter.cjs', '--config', '.mocharc.clients.json'], ahead: true },
];

mkdirSync('.cache', { recursive: true });
const only = process.argv.slice(2);
const wanted = STAGES.filter(({ name }) => only.length === 0 || only.includes(name));
const lanes = [wanted.filter(({ ahead }) => ahead !== true), wanted.filter(({ ahead }) => ahead === true)];
const total = { passed: 0, failed: 0, notRun: [] };
await Promise.all(lanes.map(runAll));

const absent = total.notRun.filter((reason) => process.env.CI === 'true' && !MAY_BE_ABSENT.test(reason));
for (const reason of total.notRun) console.log(absent.includes(reason) ? `${reason} (required in CI)` : reason);
const skipped = total.notRun.length - absent.length;
const failed = total.failed + absent.length;
console.log(`${total.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

async function runAll(stages) {
  for (const stage of stages) {
    const { counts, output, line } = await run(stage);
    process.stdout.write(output.length === 0 ? `${line}\n` : `${output}\n${line}\n`);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.notRun.push(...counts.notRun);
  }
}

/** What it printed comes when it has ended, since others run beside it; until then it grows in .cache. */
async function run({ name, command: [tool, ...args], ahead }) {
  const start = Date.now();
  const [countsFile, logFile] = [`.cache/${name}-counts.json`, `.cache/${name}.log`];
  rmSync(countsFile, { force: true });
  const log = createWriteStream(logFile);
  await once(log, 'open');
  const child = spawn(`node_modules/.bin/${tool}`, args, {
    stdio: ['ignore', log, log],
    env: { ...process.env, CSRLAB_COUNTS: countsFile },
  });
  if (ahead !== true && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const [status] = await once(child, 'close');
  log.end();
  // A stage without counts of its own is one check; one that broke off before counting is one failure.
  const counted = existsSync(countsFile)
    ? JSON.parse(readFileSync(countsFile, 'utf8'))
    : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, notRun: [] };
  const counts = status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const notRun = counts.notRun.length > 0 ? `, ${counts.notRun.length} not run` : '';
  const line = `${name.padEnd(9)} ${counts.passed} passed, ${counts.failed} failed${notRun} (${seconds} s)`;
  return { counts, output: readFileSync(logFile, 'utf8').trimEnd(), line };
}

// Replays recorded conversations between an engine and its upstreams: npm run upstream-cases -- DIR [--only TEXT] [--show N]
import { parseArgs } from 'node:util';
import { readCases } from './upstream/case';
import { runCase } from './upstream/run';
import type { CaseOutcome } from './upstream/run';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, show: { type: 'string', default: '10' } },
});

async function main(folder: string | undefined): Promise<number> {
  if (folder === undefined) {
    process.stderr.write('Which folder? Usage: npm run upstream-cases -- DIR\n');
    return 2;
  }
  const outcomes: CaseOutcome[] = [];
  for (const recorded of readCases(folder).filter(({ name }) => name.includes(values.only))) outcomes.push(await runCase(recorded));
  const different = outcomes.filter((outcome) => outcome.differences.length > 0);
  different.slice(0, Number(values.show)).forEach(report);
  for (const { name } of different) process.stdout.write(`different: ${name}\n`);
  for (const { name, unplayable } of outcomes) {
    if (unplayable !== undefined) process.stdout.write(`not replayed: ${name}: ${unplayable}\n`);
  }
  const equal = outcomes.filter((outcome) => outcome.differences.length === 0 && outcome.unplayable === undefined);
  process.stdout.write(`${equal.length} of ${outcomes.length} cases equal\n`);
  return different.length === 0 && outcomes.length > 0 ? 0 : 1;
}

function report({ name, differences }: CaseOutcome): void {
  process.stdout.write(`\n${name}\n`);
  for (const { what, recorded, replayed } of differences) {
    process.stdout.write(`  ${what}\n    recorded ${JSON.stringify(recorded)}\n    replayed ${JSON.stringify(replayed)}\n`);
  }
}

void main(positionals[0]).then((code) => {
  process.exitCode = code;
});

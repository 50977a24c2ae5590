// Plays recorded scenarios against servers in this process: node -r ts-node/register tools/replay.ts [--only TEXT] [--show N] csr rbac machinery crd
import { parseArgs } from 'node:util';
import { runScenario, type StepResult } from '../kube/recordings/run';
import { recordedScenarios } from '../fixtures/replay/scenario';
import { freshTarget } from '../fixtures/replay/server';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' }, show: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
});

async function main(): Promise<void> {
  const scenarios = positionals.flatMap((folder) => recordedScenarios(folder)).filter(({ name }) => name.includes(values.only));
  const results: StepResult[] = [];
  for (const scenario of scenarios) {
    const target = await freshTarget();
    results.push(...(await runScenario(scenario, target)));
    await target.stop();
  }
  const failed = results.filter((result) => result.differences.length > 0);
  if (values.json) process.stdout.write(JSON.stringify(failed));
  else report(failed.slice(0, Number(values.show)));
  process.stderr.write(`${results.length - failed.length} of ${results.length} answers equal\n`);
}

function report(failed: readonly StepResult[]): void {
  for (const { scenario, step, request, differences } of failed) {
    process.stdout.write(`\n${scenario} step ${step}: ${request}\n`);
    for (const { at, recorded, answered } of differences.slice(0, 6)) {
      process.stdout.write(`  ${at}\n    recorded ${short(recorded)}\n    answered ${short(answered)}\n`);
    }
  }
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 400);
}

void main();

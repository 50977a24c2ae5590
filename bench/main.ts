// npm run bench [NAME...]: start, server, issuing, scenarios. Ratios are taken in one run, since machines are noisy.
import { benchIssuing } from './issuing';
import { benchScenarios } from './scenarios';
import { benchServer } from './server';
import { benchStart } from './start';

const BENCHES = { start: benchStart, server: benchServer, issuing: benchIssuing, scenarios: benchScenarios };

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const line of await bench()) process.stdout.write(`${line}\n`);
  }
  process.exit(0);
}

void main();

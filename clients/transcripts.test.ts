import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { knownSteps } from '../fixtures/fidelity/known-differences';
import { holdScore, scoreOf } from '../fixtures/fidelity/scores';
import { TOKEN_FILE } from '../fixtures/replay/scenario';
import type { StepComparison } from './transcripts/compare';
import { hasClient, KUBECTLS } from './transcripts/install';
import { Lookahead } from './transcripts/lookahead';
import { playTranscript, readUsers } from './transcripts/play';
import { recordedTranscripts } from './transcripts/transcript';

// Much of the time is commands that sleep.
const AT_ONCE = 5;
// Seconds on a machine of its own; a busy one may take its time.
const LIMIT = 300_000;

// Commands in it count on a client that starts in much less than a second; from sources, csrlab does not.
const NOT_FROM_SOURCES = ['cmctl-fetch'];

const users = readUsers(readFileSync(TOKEN_FILE, 'utf8'));
const transcripts = recordedTranscripts();

/** How people call the clients. */
const labelOf = (client: string): string => (client === 'cmctl' ? 'csrlab in the place of cmctl' : client.replace('.', ' '));

const ahead = new Lookahead(AT_ONCE);

for (const client of [...KUBECTLS, 'client-node', 'cmctl']) {
  if (hasClient(client)) describe(`transcripts of ${labelOf(client)}`, () => replay(client));
  else it(`not run: ${labelOf(client)} not found`);
}

function replay(client: string): void {
  const mine = transcripts.filter(({ name, clients }) => clients.includes(client) && !NOT_FROM_SOURCES.includes(name));
  const runs = mine.map((transcript) => ahead.add(() => playTranscript(transcript, client, users)));
  const counts: { readonly answers: number; readonly equal: number }[] = [];
  for (const [index, transcript] of mine.entries()) {
    it(`${transcript.name}: ${transcript.title}`, async () => {
      const steps = (await runs[index]?.()) ?? [];
      const differing = steps.filter(({ differences }) => differences.length > 0);
      counts.push({ answers: steps.length, equal: steps.length - differing.length });
      const expected = knownSteps(`cli/${transcript.name}`, client);
      assert.deepEqual(differing.filter(({ step }) => !expected.includes(step)).map(describeStep), []);
      const gone = expected.filter((step) => !differing.some((one) => one.step === step));
      assert.deepEqual(gone, [], 'known differences that are gone');
    }).timeout(LIMIT);
  }

  it('score as stated', () => {
    const score = scoreOf(counts);
    process.stdout.write(`\n${labelOf(client)}: ${score.equal} of ${score.answers} steps equal\n`);
    holdScore(`cli with ${labelOf(client)}`, score);
  });
}

function describeStep({ step, command, differences }: StepComparison): string {
  const texts = differences.map(({ part, recorded, printed }) => `${part} recorded:\n${recorded}\n${part} printed:\n${printed}`);
  return [`step ${step}, ${command}`, ...texts].join('\n');
}

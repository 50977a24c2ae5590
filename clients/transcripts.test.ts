import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import known from '../fixtures/recorded/cli/data/known-differences.json';
import { TOKEN_FILE } from '../fixtures/replay/scenario';
import type { StepComparison } from './transcripts/compare';
import { hasClient, KUBECTLS } from './transcripts/install';
import { playTranscript, readUsers } from './transcripts/play';
import { recordedTranscripts, type Transcript } from './transcripts/transcript';

/** A step that differs from its recording, and why that is so. */
interface KnownDifference {
  readonly transcript: string;
  readonly step: number;
  /** @default every client */
  readonly clients?: readonly string[];
  readonly reason: string;
}

// Half of the time is commands that sleep.
const AT_ONCE = 2;

const knownDifferences = known as readonly KnownDifference[];
const users = readUsers(readFileSync(TOKEN_FILE, 'utf8'));
const transcripts = recordedTranscripts();

for (const client of [...KUBECTLS, 'client-node', 'cmctl']) {
  if (hasClient(client)) describe(`transcripts of ${client}`, () => replay(client));
  else it(`not run: ${client.replace('.', ' ')} not found`);
}

function replay(client: string): void {
  const mine = transcripts.filter(({ clients }) => clients.includes(client));
  const runs = mine.map((transcript) => once(() => playTranscript(transcript, client, users)));
  let [equal, all] = [0, 0];
  for (const [index, transcript] of mine.entries()) {
    it(`${transcript.name}: ${transcript.title}`, async () => {
      for (const ahead of runs.slice(index + 1, index + AT_ONCE)) void ahead();
      const steps = (await runs[index]?.()) ?? [];
      const differing = steps.filter(({ differences }) => differences.length > 0);
      all += steps.length;
      equal += steps.length - differing.length;
      const expected = knownSteps(transcript, client);
      assert.deepEqual(differing.filter(({ step }) => !expected.includes(step)).map(describeStep), []);
      const gone = expected.filter((step) => !differing.some((one) => one.step === step));
      assert.deepEqual(gone, [], 'known differences that are gone');
    });
  }
  after(() => process.stdout.write(`\n${client}: ${equal} of ${all} steps equal\n`));
}

function knownSteps({ name }: Transcript, client: string): readonly number[] {
  return knownDifferences
    .filter(({ transcript, clients }) => transcript === name && (clients?.includes(client) ?? true))
    .map(({ step }) => step);
}

function describeStep({ step, command, differences }: StepComparison): string {
  const texts = differences.map(({ part, recorded, printed }) => `${part} recorded:\n${recorded}\n${part} printed:\n${printed}`);
  return [`step ${step}, ${command}`, ...texts].join('\n');
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    if (running === undefined) {
      running = start();
      // Whoever awaits it hears of a failure; until then it is nobody's.
      running.catch(() => undefined);
    }
    return running;
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Commands that named users typed into a shell, and what real clients printed against a real API server. */
export interface Transcript {
  readonly name: string;
  readonly title: string;
  /** Clients that it was recorded with, such as `kubectl.1.36`. */
  readonly clients: readonly string[];
  readonly recordedAt: string;
  /** `generateName` prefixes: what follows them is random. */
  readonly generated?: readonly string[];
  /** Content by file name, in the folder where the commands run. */
  readonly files?: Readonly<Record<string, string>>;
  readonly steps: readonly TranscriptStep[];
}

export interface TranscriptStep {
  /** A user of the token file, `anonymous`, or `nobody` for somebody with a token that the server does not know. */
  readonly as: string;
  /** A line for /bin/sh in which `kubectl` is the client under test. */
  readonly command: string;
  readonly stdin?: string;
  /** @default everything counts */
  readonly mode?: StepMode;
  /** With `subset`: lines that must be there. */
  readonly lines?: readonly string[];
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exit?: number;
  /** What a client printed where it differs from the step's own. */
  readonly by?: Readonly<Record<string, Partial<Output>>>;
}

/**
 * What of an output counts: nothing (`skip`), the exit code, all but stderr, all with lines in any order, that no line is new (`subset`),
 * names and types of `kubectl explain` (`structure`), or keys and value types of a JSON document (`shape`).
 */
export type StepMode = 'skip' | 'exit' | 'stdout' | 'lines' | 'subset' | 'structure' | 'shape';

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | string;
}

const FILE = join(__dirname, '../../fixtures/recorded/cli/transcripts.json.gz');

export function recordedTranscripts(): readonly Transcript[] {
  return JSON.parse(gunzipSync(readFileSync(FILE)).toString('utf8')) as readonly Transcript[];
}

/** What this client printed when the step was recorded. */
export function recordedOutput({ stdout = '', stderr = '', exit = 0, by }: TranscriptStep, client: string): Output {
  return { stdout, stderr, exit, ...by?.[client] };
}

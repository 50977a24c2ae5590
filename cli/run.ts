import { CommanderError } from 'commander';
import { CommandError, ReportedError, UsageError, messageOf } from './errors';
import type { Io } from './io';
import { createProgram } from './program';

/** Runs one command line (without `node` and the script) and returns the exit code: 0 done, 1 the thing asked for failed, 2 wrong usage. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const program = createProgram(argv, io);
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  // Commander has printed its own line by then; help and version end this way too, with code 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ReportedError) return 1;
  io.err(`error: ${messageOf(error)}\n`);
  if (error instanceof UsageError) return 2;
  // A mistake of ours, not the user's: the stack is what a report needs.
  if (!(error instanceof CommandError) && error instanceof Error && error.stack) io.err(`${error.stack}\n`);
  return 1;
}

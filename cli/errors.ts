/** The command was written wrongly: exit code 2. The message is one line that says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The thing asked for failed: exit code 1. The message says what failed, why, and what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The thing asked for failed, and the command has said so itself, where its users expect it: exit code 1 and no more words. */
export class ReportedError extends Error {
  override readonly name = 'ReportedError';
}

/** Node's error code (`ENOENT`, `EADDRINUSE`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Other programs, as a command sees them. */
export interface Processes {
  /** Starts `command` (looked up on the PATH, no shell). Rejects with Node's `code` when it cannot be started. */
  start(command: string, args: readonly string[], variables: Readonly<Record<string, string>>): Promise<RunningProcess>;
}

export interface RunningProcess {
  /** Resolves once it has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<string>;
  /** The last lines that it wrote, to stdout or stderr. */
  tail(): string;
  /** Asks it to end, makes it after five seconds, and resolves when it has. */
  stop(): Promise<void>;
}

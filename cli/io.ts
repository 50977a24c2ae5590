import type { Environment } from '../base/env/ports';
import type { CryptoPort } from '../base/env/crypto';
import type { Files } from '../base/env/files';
import type { Processes } from '../base/env/processes';

/** All that a command may touch, handed in by `main`: a test hands in its own. */
export interface Io {
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  readonly files: Files;
  readonly processes: Processes;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Results. */
  out(text: string): void;
  /** Errors and progress. */
  err(text: string): void;
  /** Whether a person watches stderr; progress is shown only then. */
  readonly interactive: boolean;
  /** Whether stdout understands colours. */
  readonly colors: boolean;
  /** The whole of standard input. */
  readStdin(): Promise<string>;
  /** Resolves with the signal's name once the user asks the command to stop. */
  readonly stopRequested: Promise<string>;
}

import type { RunningProcess } from '../../base/env/processes';
import { CommandError, UsageError, errorCode } from '../errors';
import type { Io } from '../io';

/** The command under test as a program that can be ended and started again. */
export interface Foreign {
  /** Rejects when the program ends by itself; never resolves. */
  readonly endedEarly: Promise<never>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** `{name}` in the words of a command, and what takes its place. */
export type Fillings = Readonly<Record<'kubeconfig' | 'signer-name', string>>;

/** The command under test, not yet started, with its words filled in and KUBECONFIG set. */
export function foreignProgram(command: readonly string[], fillings: Fillings, io: Io): Foreign {
  const filled = command.map((word) => Object.entries(fillings).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), word));
  const [program = '', ...args] = filled;
  let running: RunningProcess | undefined;
  let fail: (error: Error) => void = () => undefined;
  const endedEarly = new Promise<never>((_resolve, reject) => (fail = reject));
  endedEarly.catch(() => undefined);
  return {
    endedEarly,
    async start() {
      const started = await io.processes.start(program, args, { KUBECONFIG: fillings.kubeconfig }).catch((error: unknown) => {
        throw new UsageError(`cannot start ${program}: ${startProblem(errorCode(error))}`);
      });
      running = started;
      void started.ended.then((how) => {
        if (running !== started) return;
        fail(new CommandError(`${program} ended by itself (${how}) before the run was over; it said:\n${started.tail() || '(nothing)'}`));
      });
    },
    async stop() {
      const ending = running;
      running = undefined;
      await ending?.stop();
    },
  };
}

function startProblem(code: string | undefined): string {
  if (code === 'ENOENT') return 'there is no such program; give its path, or put it on the PATH';
  return code === 'EACCES' ? 'it may not be executed; chmod +x it' : (code ?? 'unknown reason');
}

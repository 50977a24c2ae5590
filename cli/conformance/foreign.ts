import { CommandError, UsageError, errorCode } from '../errors';
import type { Io } from '../io';
import type { Settings } from './flags';

export interface Foreign {
  /** Rejects when the program ends by itself; never resolves. */
  readonly endedEarly: Promise<never>;
  stop(): Promise<void>;
}

const NONE: Foreign = { endedEarly: new Promise<never>(() => undefined), stop: () => Promise.resolve() };

/** Starts the command under test, if there is one, with `{kubeconfig}` and `{signer-name}` filled in and KUBECONFIG set. */
export async function startForeign({ command, signerName }: Settings, kubeconfig: string, io: Io): Promise<Foreign> {
  const [program, ...args] = command.map((word) => word.replaceAll('{kubeconfig}', kubeconfig).replaceAll('{signer-name}', signerName));
  if (program === undefined) return NONE;
  const running = await io.processes.start(program, args, { KUBECONFIG: kubeconfig }).catch((error: unknown) => {
    throw new UsageError(`cannot start ${program}: ${startProblem(errorCode(error))}`);
  });
  let stopping = false;
  const endedEarly = running.ended.then((how): Promise<never> => {
    if (stopping) return new Promise<never>(() => undefined);
    throw new CommandError(`${program} ended by itself (${how}) before the run was over; it said:\n${running.tail() || '(nothing)'}`);
  });
  endedEarly.catch(() => undefined);
  return {
    endedEarly,
    stop() {
      stopping = true;
      return running.stop();
    },
  };
}

function startProblem(code: string | undefined): string {
  if (code === 'ENOENT') return 'there is no such program; give its path, or put it on the PATH';
  return code === 'EACCES' ? 'it may not be executed; chmod +x it' : (code ?? 'unknown reason');
}

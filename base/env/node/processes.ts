import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Processes, RunningProcess } from '../processes';

const KEPT_CHARACTERS = 4000;
const GRACE = 5000;

export const systemProcesses: Processes = {
  async start(command, args, variables) {
    const child = spawn(command, [...args], { env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child, 'spawn');
    return running(child);
  },
};

function running(child: ChildProcess): RunningProcess {
  let tail = '';
  const keep = (chunk: Buffer): void => {
    tail = (tail + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 0}`)));
  return {
    ended,
    tail: () => tail.trimEnd(),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const last = setTimeout(() => child.kill('SIGKILL'), GRACE);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(last);
    },
  };
}

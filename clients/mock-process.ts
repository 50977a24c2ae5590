import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface ReadyMock {
  readonly url: string;
  /** Plain HTTP. */
  readonly control: string;
  /** File with the certificate to trust; empty for a name server. */
  readonly ca: string;
  stop(): Promise<void>;
}

/** `csrlab mock …` in a process of its own, as a user starts it. */
export function startMockProcess(...args: readonly string[]): Promise<ReadyMock> {
  const argv = ['-r', 'ts-node/register', 'cli/main.ts', 'mock', ...args, '--output', 'json'];
  const child: ChildProcess = spawn(process.execPath, argv, { cwd: join(__dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (!out.includes('\n')) return;
      const { url, control, ca = '' } = JSON.parse(out) as Omit<ReadyMock, 'stop' | 'ca'> & { ca?: string };
      resolve({ url, control, ca, stop });
    });
    child.once('exit', (code) => reject(new Error(`csrlab mock ${args.join(' ')} ended with code ${code ?? 'none'}: ${err}`)));
  });
}

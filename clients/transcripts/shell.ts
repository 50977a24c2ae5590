import { spawn } from 'node:child_process';
import type { Output } from './transcript';

const LIMIT = 90_000;

export interface ShellOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly stdin?: string;
}

/** Runs one line with /bin/sh; whatever it started dies with it after a minute and a half. */
export function runShell(command: string, { env, folder, stdin = '' }: ShellOptions): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd: folder, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), LIMIT);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, exit: code ?? `killed by ${signal ?? 'nobody'}` });
    });
  });
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ready {
  readonly server: string;
  readonly ca: string;
  readonly kubeconfig: string;
}

/** A `csrlab up` of its own in a process of its own, as a user starts it. */
export class LabProcess {
  private child: ChildProcess | undefined;
  readonly folder = mkdtempSync(join(tmpdir(), 'csrlab-clients-'));

  async start(...flags: string[]): Promise<Ready> {
    const args = ['-r', 'ts-node/register', 'cli/main.ts', 'up', '--port', '0', '--output', 'json', ...flags];
    const child = spawn(process.execPath, args, { cwd: join(__dirname, '..'), stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let out = '';
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (out.includes('\n')) resolve(JSON.parse(out) as Ready);
      });
      child.once('exit', (code) => reject(new Error(`csrlab up ended with code ${code ?? 'none'}: ${err}`)));
    });
  }

  /** Resolves with the exit code and how long the end took in milliseconds. */
  stop(): Promise<{ readonly code: number | null; readonly took: number }> {
    const { child } = this;
    if (child === undefined) return Promise.resolve({ code: null, took: 0 });
    const begin = Date.now();
    return new Promise((resolve) => {
      child.once('exit', (code) => {
        rmSync(this.folder, { recursive: true, force: true });
        resolve({ code, took: Date.now() - begin });
      });
      child.kill('SIGTERM');
    });
  }
}

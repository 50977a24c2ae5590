import { spawn, type ChildProcess } from 'node:child_process';

/** Starts a script of this folder; resolves with its first line of output. */
export function startScript(script: string, ...args: string[]): Promise<{ line: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['-r', 'ts-node/register', `bench/${script}.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) resolve({ line: out.trim(), child });
    });
    child.once('exit', (code) => reject(new Error(`bench/${script}.ts ended with code ${code ?? 'none'}`)));
  });
}

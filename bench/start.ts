import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { startLab } from '../lab';

const COLD = 5;
const WARM = 20;

/** Cold: a new process of the built package until `csrlab up` says it is ready. Warm: one more lab in this process. */
export async function benchStart(): Promise<string[]> {
  return [await cold(), await warm('lab with engine', {}), await warm('plain Kubernetes', { signers: false })];
}

async function cold(): Promise<string> {
  if (!existsSync('dist/csrlab.cjs')) return 'cold start: not run: dist not found (npm run build makes it)';
  const times: number[] = [];
  for (let run = 0; run < COLD; run++) times.push(await coldOnce());
  return `cold start of csrlab up              ${spread(times)}   (target 500 ms)`;
}

function coldOnce(): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, ['dist/csrlab.cjs', 'up', '--port', '0', '--output', 'json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', () => {
      const took = performance.now() - begin;
      child.once('exit', () => resolve(took));
      child.kill('SIGTERM');
    });
  });
}

async function warm(name: string, options: Parameters<typeof startLab>[0]): Promise<string> {
  const times: number[] = [];
  for (let run = 0; run < WARM; run++) {
    const begin = performance.now();
    const lab = await startLab(options);
    times.push(performance.now() - begin);
    await lab.stop();
  }
  return `one more ${name}`.padEnd(37) + `${spread(times.slice(5))}   (target 20 ms)`;
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  return `${at(0.5)} ms (${at(0)} to ${at(1)})`;
}

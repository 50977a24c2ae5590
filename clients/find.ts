import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';

/** Where `.ci/run` puts the clients that it fetches, under the names that the tests ask for. */
const FETCHED = join(__dirname, '..', '.cache', 'clients');

/** Path of a real client such as `kubectl.1.33`, or undefined when this machine has none. */
export function findClient(name: string): string | undefined {
  const path = (process.env.PATH ?? '').split(delimiter);
  const beside = path
    .map((folder) => join(folder, 'kubectl'))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
  return [FETCHED, ...path, ...beside].map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * A suite that needs a client. Without it the suite is one pending test that says so, which the summary counts as not run.
 * `label` is how people call it: `kubectl 1.33`.
 */
export function describeWithClient(label: string, file: string, body: (path: string) => void): void {
  const path = findClient(file);
  if (path === undefined) it(`not run: ${label} not found`);
  else describe(label, () => body(path));
}

/** Runs a client and returns what it printed; throws with its stderr when it fails. */
export function runClient(
  path: string,
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string; cwd?: string; timeout?: number } = {},
): string {
  return execFileSync(path, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...options.env },
    input: options.input ?? '',
    cwd: options.cwd,
    timeout: options.timeout ?? 60_000,
  });
}

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import type { Handler } from '../base/env/http';
import { createServingPair } from '../pki';
import { serveAuthority, type AuthorityListeners } from '../sim/upstreams/common';

/** A simulated authority on loopback, over HTTPS, as clients nobody here wrote find it. */
export interface ServedAuthority {
  readonly url: string;
  /** File with the certificate to trust. */
  readonly caFile: string;
  close(): Promise<void>;
}

const HOUR = 3600;

export async function serve({ handle, control }: { handle: Handler; control: Handler }): Promise<ServedAuthority> {
  const folder = mkdtempSync(join(tmpdir(), 'csrlab-authority-'));
  const { clock, random, network } = nodeEnvironment();
  const tools = { random: random.stream('serving'), crypto: nodeCrypto() };
  const pair = createServingPair(
    { clock, authority: 'csrlab test root', server: 'csrlab test authority', hosts: ['localhost', '127.0.0.1'], lifetime: HOUR },
    tools,
  );
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, pair.ca);
  const tls = { cert: pair.cert, key: pair.key, requestClientCertificate: true };
  const listeners: AuthorityListeners = await serveAuthority({ network, handle, control, tls });
  return {
    url: listeners.protocol.url,
    caFile,
    close: async () => {
      await listeners.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs a client beside this process, whose authorities have to go on answering, and returns what it printed. */
export function runBeside(file: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, [...args], { encoding: 'utf8', env: { PATH: process.env.PATH, ...env }, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${file} failed: ${stderr}`, { cause: error }));
    });
  });
}

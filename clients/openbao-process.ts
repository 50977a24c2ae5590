import { spawn } from 'node:child_process';
import { systemNetwork } from '../base/env/node/network';
import { readBody } from '../base/env/body';

/** The root token of both. */
export const ROOT = 'csrlab-root';

export interface VaultAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A real OpenBao in development mode: in memory, unsealed, on loopback. */
export interface OpenBao {
  readonly url: string;
  ask(method: string, path: string, body?: object, token?: string): Promise<VaultAnswer>;
  stop(): void;
}

const START = 15_000;

export async function startOpenBao(file: string, port: number): Promise<OpenBao> {
  const address = `127.0.0.1:${port}`;
  const flags = ['server', '-dev', `-dev-root-token-id=${ROOT}`, `-dev-listen-address=${address}`, '-dev-no-store-token'];
  const child = spawn(file, flags, { stdio: 'ignore', env: { PATH: process.env.PATH, HOME: '/nonexistent' } });
  const url = `http://${address}`;
  const bao: OpenBao = {
    url,
    ask: (method, path, body, token = ROOT) => askVault(url, { method, path, body, token }),
    stop: () => child.kill(),
  };
  const end = Date.now() + START;
  while (Date.now() < end) {
    const health = await bao.ask('GET', 'sys/health').catch(() => undefined);
    if (health?.status === 200) return bao;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill();
  throw new Error(`OpenBao did not start within ${START / 1000} s`);
}

async function askVault(
  url: string,
  { method, path, body, token }: { method: string; path: string; body: object | undefined; token: string },
): Promise<VaultAnswer> {
  const response = await systemNetwork().fetch({
    ...{ method, url: `${url}/v1/${path}` },
    headers: token === '' ? {} : { 'x-vault-token': token },
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  });
  const text = Buffer.from(await readBody(response)).toString();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

import type { HttpResponse } from '../../../base/env/http';
import { answer } from '../common';
import type { Pod } from './routes';

/** What cert-manager's acmesolver was started with. */
export interface Solver {
  readonly domain: string;
  readonly token: string;
  readonly key: string;
}

/** Undefined for a Pod that runs something else. */
export function solverOf({ spec }: Pod): Solver | undefined {
  const args = (spec?.containers ?? []).find(({ name }) => name === 'acmesolver')?.args;
  if (args === undefined) return undefined;
  const value = (flag: string): string => args.find((arg) => arg.startsWith(`--${flag}=`))?.slice(flag.length + 3) ?? '';
  return { domain: value('domain'), token: value('token'), key: value('key') };
}

/** The key only for the right host, path and token. */
export function solverAnswer({ domain, token, key }: Solver, host: string, path: string): HttpResponse {
  if (path === '/' || path === '/healthz') return answer(200);
  const right = host.toLowerCase() === domain.toLowerCase() && path === `/.well-known/acme-challenge/${token}`;
  return right ? answer(200, key, { 'content-type': 'text/plain; charset=utf-8' }) : answer(404, '', {});
}

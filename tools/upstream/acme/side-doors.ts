import type { HttpResponse } from '../../../base/env/http';
import type { FetchRequest } from '../../../base/env/ports';
import type { RecordedAnswer, UpstreamCase } from '../case';

interface Recorded {
  readonly by?: string;
  readonly host?: string;
  readonly path?: string;
  readonly answer?: RecordedAnswer;
}

/** What the engine asks beside the authority: solvers before it accepts a challenge, and providers of DNS. Undefined for anything else. */
export type SideDoors = (request: FetchRequest) => HttpResponse | undefined;

export function sideDoors(recorded: UpstreamCase, keyOf: (token: string) => string): SideDoors {
  const { solverRequests = [], dnsProviderRequests = [] } = recorded as UpstreamCase & {
    solverRequests?: readonly Recorded[];
    dnsProviderRequests?: readonly Recorded[];
  };
  const checks = solverRequests.filter(({ by }) => by === 'cert-manager self check');
  const turns = new Map<string, number>();
  const next = (key: string, answers: readonly (RecordedAnswer | undefined)[]): RecordedAnswer | undefined => {
    const turn = turns.get(key) ?? 0;
    turns.set(key, turn + 1);
    return answers[Math.min(turn, answers.length - 1)];
  };
  return ({ url }) => {
    const { protocol, hostname, pathname } = new URL(url);
    if (protocol !== 'http:') return undefined;
    const provided = dnsProviderRequests.filter(({ path }) => path === pathname);
    if (provided.length > 0)
      return response(
        next(
          url,
          provided.map(({ answer }) => answer),
        ),
        '',
      );
    const alike = checks.filter(({ host }) => host === hostname);
    const [, token = ''] = /^\/\.well-known\/acme-challenge\/([\w-]+)$/.exec(pathname) ?? [];
    return response(
      next(
        url,
        alike.map(({ answer }) => answer),
      ),
      keyOf(token),
    );
  };
}

/** The key that the recorder's account had is ours here. */
function response(answer: RecordedAnswer | undefined, key: string): HttpResponse {
  const { status = 404, headers = {}, body = '' } = answer ?? {};
  const text = typeof body === 'string' ? body.replace(/^[\w-]{43}\.[\w-]{43}$/, key) : JSON.stringify(body);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { status, headers: lower, body: new TextEncoder().encode(text) };
}

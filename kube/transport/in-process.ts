import type { Handler, Peer } from '../../base/env/http';
import type { Transport } from '../client';

export type InProcessCaller = { readonly user: NonNullable<Peer['user']> } | { readonly token: string } | { readonly peer: Peer };

/** Calls a handler without a socket: as a trusted user, with a bearer token, or as any peer (an empty one is anonymous). */
export function inProcessTransport(handler: Handler, caller: InProcessCaller): Transport {
  if ('token' in caller) {
    const authorization = `Bearer ${caller.token}`;
    return { send: (request) => handler({ ...request, headers: { ...request.headers, authorization } }, {}) };
  }
  const peer: Peer = 'user' in caller ? { user: caller.user } : caller.peer;
  return { send: (request) => handler(request, peer) };
}

import type { Handler, HttpRequest, HttpResponse } from '../../../base/env/http';
import { isObject } from '../../../kube/json';
import { answer, headerOf, jsonOf, pathOf } from '../common';
import type { Zone } from './zone';

export interface AcmeDnsAccount {
  readonly username: string;
  readonly password: string;
  readonly subdomain: string;
}

// acme-dns keeps the last two values of a name, which is what a wildcard and its apex need.
const KEPT = 2;

/** The update API of acme-dns, over a zone. Accounts by the full name that they may write. */
export function acmeDnsDouble(zone: Zone, accounts: Readonly<Record<string, AcmeDnsAccount>>): Handler {
  return (request) => Promise.resolve(respond(request, zone, accounts));
}

function respond(request: HttpRequest, zone: Zone, accounts: Readonly<Record<string, AcmeDnsAccount>>): HttpResponse {
  if (request.method === 'GET' && pathOf(request) === '/health') return answer(200);
  if (request.method !== 'POST' || pathOf(request) !== '/update') return answer(404, { error: 'not_found' });
  const [user, password] = [headerOf(request, 'x-api-user'), headerOf(request, 'x-api-key')];
  const { subdomain, txt } = bodyOf(request);
  const found = Object.entries(accounts).find(([, account]) => account.username === user && account.password === password);
  if (found === undefined) return answer(401, { error: 'forbidden' });
  const [name, account] = found;
  if (subdomain !== account.subdomain) return answer(400, { error: 'bad_subdomain' });
  if (typeof txt !== 'string' || !/^[\w-]{43}$/.test(txt)) return answer(400, { error: 'bad_txt' });
  zone.set(name, 'TXT', [...zone.get(name, 'TXT'), txt].slice(-KEPT));
  return answer(200, { txt });
}

function bodyOf(request: HttpRequest): Readonly<Record<string, unknown>> {
  const body = jsonOf(request);
  return isObject(body) ? body : {};
}

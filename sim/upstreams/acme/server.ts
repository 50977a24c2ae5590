import { encodeBase64Url } from '../../../base/base64url';
import type { Handler, HttpRequest, HttpResponse } from '../../../base/env/http';
import { answer, Faults, observed, pathOf, RequestLog } from '../common';
import { accountOrders, changeKey, newAccount, updateAccount } from './accounts';
import { admit, baseOf } from './admit';
import { authorization, challenge } from './authorizations';
import type { Authority, Call, Reply } from './call';
import { downloadCertificate, renewalInfo, revoke } from './certificates';
import { acmeControl } from './control';
import { directory } from './directory';
import { finalize } from './finalize';
import { createIssuance } from './issuance';
import { AcmeState } from './model';
import { createNonces, type Nonces } from './nonces';
import type { AcmeServerOptions } from './options';
import { newOrder, readOrder } from './orders';
import { acmePaths, type Operation, type Route } from './paths';
import { AcmeProblem } from './problem';

export interface AcmeServer {
  /** The protocol. The directory is at `/dir`. */
  readonly handle: Handler;
  /** Steers and inspects; never served with the protocol. */
  readonly control: Handler;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly state: AcmeState;
  /** PEM; the first one ends the default chain. */
  readonly roots: readonly string[];
}

const ID_BYTES = 16;
const NOT_CACHED = { 'cache-control': 'public, max-age=0, no-cache' };

/** What a POST runs. */
const OPERATIONS: Readonly<Partial<Record<Operation, (call: Call) => Reply>>> = {
  newAccount,
  account: updateAccount,
  orders: accountOrders,
  newOrder,
  order: readOrder,
  authorization,
  challenge,
  finalize,
  certificate: downloadCertificate,
  revokeCert: revoke,
  keyChange: changeKey,
};

/** A test authority that speaks ACME (RFC 8555) as a client sees it. It trusts nobody and nobody should trust it. */
export function createAcmeServer(options: AcmeServerOptions): AcmeServer {
  const { clock, random, crypto, nonceReject = 5, alternateRoots = 0, chainLength = 1 } = options;
  const ids = random.stream('acme-ids');
  const faults = new Faults(random.stream('acme-faults'));
  const log = new RequestLog();
  const state = new AcmeState();
  const issuance = createIssuance({ clock, random, crypto, chains: alternateRoots + 1, chainLength });
  const newId = (): string => encodeBase64Url(ids.bytes(ID_BYTES));
  const authority: Authority = { options, state, faults, issuance, newId, paths: acmePaths(random.stream('acme-paths')) };
  const nonces = createNonces(random.stream('acme-nonces'), nonceReject);
  const serve: Handler = (request) => Promise.resolve(respond(request, authority, nonces));
  const operationOf = (request: HttpRequest): string => authority.paths.route(pathOf(request))?.operation ?? '';
  return {
    handle: observed({ handle: serve, clock, faults, log, operationOf }),
    control: acmeControl({ authority, log }),
    ...{ faults, log, state, roots: issuance.roots },
  };
}

function respond(request: HttpRequest, authority: Authority, nonces: Nonces): HttpResponse {
  const route = authority.paths.route(pathOf(request));
  if (route === undefined) return answer(404, '404 page not found\n', { 'content-type': 'text/plain; charset=utf-8' });
  const index = `<${baseOf(request)}${authority.paths.of('directory')}>;rel="index"`;
  const lost = authority.faults.inProtocol('noNonce', { method: request.method, path: request.path, operation: route.operation });
  const nonce = route.operation === 'directory' || lost !== undefined ? {} : { 'replay-nonce': nonces.next() };
  const common = { ...NOT_CACHED, ...(route.operation === 'directory' ? {} : { link: [index] }), ...nonce };
  try {
    const { status, headers = {}, body } = replyTo(request, route, { authority, nonces });
    const links = [common.link, headers.link].flat().filter((link) => link !== undefined);
    return answer(status, body, { ...common, ...headers, ...(links.length === 0 ? {} : { link: links }) });
  } catch (error) {
    if (!(error instanceof AcmeProblem)) throw error;
    const links = [index, error.headers.link].flat().filter((link) => link !== undefined);
    const headers = { ...common, ...error.headers, link: links, 'content-type': 'application/problem+json' };
    return answer(error.document.status, error.document, headers);
  }
}

function replyTo(request: HttpRequest, route: Route, { authority, nonces }: { authority: Authority; nonces: Nonces }): Reply {
  const { method } = request;
  const reads = method === 'GET' || method === 'HEAD';
  if (route.operation === 'directory' && reads) return { status: 200, body: directory(authority, baseOf(request)) };
  if (route.operation === 'newNonce' && reads) return { status: method === 'HEAD' ? 200 : 204, headers: { 'cache-control': 'no-store' } };
  if (route.operation === 'renewalInfo' && reads) return renewalInfo({ authority, id: route.id });
  const run = OPERATIONS[route.operation];
  if (method !== 'POST' || run === undefined) {
    const allowed = run === undefined ? 'GET, HEAD' : 'POST';
    throw new AcmeProblem('malformed', `Method not allowed: ${method}`, { status: 405, headers: { allow: allowed } });
  }
  return run(admit(request, route, authority, nonces));
}

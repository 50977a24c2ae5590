import type { Handler, HttpRequest, HttpResponse, Peer } from '../../../base/env/http';
import { jsonSyntaxError } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { controlSurface, ControlError, Faults, headerOf, jsonOf, observed, pathOf, pemOf, RequestLog } from '../common';
import { DEFAULT_CONFIG } from './config';
import { loginAt } from './logins';
import type { VaultServerOptions } from './options';
import { bare, enveloped, VaultFault } from './reply';
import type { VaultReply } from './reply';
import { authOf, ownToken, publicAnswer, publicReply, routed } from './routes';
import { VaultState } from './state';
import type { Domain, SealState } from './state';
import { systemAnswer } from './system';

export interface VaultServer {
  /** The protocol: paths begin with `/v1/`. */
  readonly handle: Handler;
  /** Steers and inspects; never served with the protocol. */
  readonly control: Handler;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly state: VaultState;
  /** PEM of the root of each mount of the first namespace, by mount path. */
  readonly roots: Readonly<Record<string, string>>;
}

const SEAL_STATES: readonly SealState[] = ['active', 'standby', 'sealed', 'uninitialized', 'performance-standby', 'dr-secondary'];

/** A test authority that speaks Vault's API as far as signing needs it, as OpenBao answers. Nobody should trust what it signs. */
export function createVaultServer(options: VaultServerOptions): VaultServer {
  const { clock, random, config = DEFAULT_CONFIG, namespaces = {}, version = '2.7.2' } = options;
  const faults = new Faults(random.stream('vault-faults'));
  const log = new RequestLog();
  const state = new VaultState({ '': config, ...namespaces }, options);
  const ids = random.stream('vault-ids');
  const clusterId = ids.uuid();
  const serve: Handler = async (request, peer) => {
    try {
      const known = systemAnswer(vaultPath(request), request, { state, version, clusterId, now: clock.now() });
      if (known !== undefined) return known;
      const { reply, response } = await replyTo({ request, peer, options, state });
      return response ?? enveloped(ids.uuid(), reply ?? {});
    } catch (error) {
      if (error instanceof VaultFault) return bare(error.status, { errors: error.errors });
      throw error;
    }
  };
  const roots = [...(state.domains.get('')?.authorities ?? [])].map(([mount, ca]) => [mount, pemOf(ca.root)]);
  return {
    handle: observed({ handle: serve, clock, faults, log, operationOf }),
    control: controlSurface({ faults, log, routes: controlRoutes(state) }),
    ...{ faults, log, state, roots: Object.fromEntries(roots) as Record<string, string> },
  };
}

interface Exchange {
  readonly request: HttpRequest;
  readonly peer: Peer;
  readonly options: VaultServerOptions;
  readonly state: VaultState;
}

async function replyTo({ request, peer, options, state }: Exchange): Promise<{ reply?: VaultReply; response?: HttpResponse }> {
  if (state.seal === 'sealed' || state.seal === 'uninitialized') throw new VaultFault(503, 'Vault is sealed');
  const path = vaultPath(request);
  const domain = domainOf(request, state);
  const body = bodyOf(request);
  const isWrite = request.method === 'POST' || request.method === 'PUT';
  const mount = /^auth\/(.+)\/login(\/.*)?$/.exec(path)?.[1];
  const login = mount === undefined ? undefined : loginAt(mount, domain.config);
  if (mount !== undefined && login !== undefined) {
    if (!isWrite) throw new VaultFault(405, '1 error occurred:\n\t* unsupported operation\n\n');
    const { config } = domain;
    const tools = { config, crypto: options.crypto, ...(options.reviewToken === undefined ? {} : { reviewToken: options.reviewToken }) };
    const { role, metadata } = await login({ mount, body, peer }, tools);
    return { reply: { auth: authOf(domain.tokens.create(role, metadata)) } };
  }
  const open = publicAnswer(path, domain);
  if (open !== undefined) return { response: open };
  const told = publicReply(path, domain);
  if (told !== undefined) return { reply: told };
  const token = domain.tokens.admit(tokenIn(request), path, isWrite);
  const { clock, crypto } = options;
  const own = ownToken(path, token, { domain, clock, body });
  if (own !== undefined) return path.endsWith('revoke-self') ? { response: bare(204) } : { reply: own };
  return { reply: routed(path, { domain, state, clock, crypto, isWrite, body }) };
}

/** Without `/v1/`, and with nothing empty in it. */
function vaultPath(request: HttpRequest): string {
  const path = pathOf(request).replace(/\/{2,}/g, '/');
  return path.startsWith('/v1/') ? path.slice('/v1/'.length) : '';
}

function operationOf(request: HttpRequest): string {
  const path = vaultPath(request);
  if (/^auth\/.+\/login/.test(path)) return 'login';
  if (path === 'sys/health') return 'health';
  return /(^|\/)sign(-verbatim)?(\/|$)/.test(path) ? 'sign' : path;
}

function domainOf(request: HttpRequest, { domains }: VaultState): Domain {
  const name = (headerOf(request, 'x-vault-namespace') ?? '').replace(/^\/|\/$/g, '');
  const domain = domains.get(name === 'root' ? '' : name);
  if (domain === undefined) throw new VaultFault(404, 'namespace not found');
  return domain;
}

/** Clients send JSON, whatever they say it is. */
function bodyOf(request: HttpRequest): Readonly<Record<string, unknown>> {
  if (request.body === undefined || request.body.length === 0) return {};
  const wrong = jsonSyntaxError(request.body);
  if (wrong !== undefined) throw new VaultFault(400, `failed to decode JSON input: ${wrong}`);
  const body = jsonOf(request);
  if (isObject(body)) return body;
  const kind = Array.isArray(body) ? 'array' : typeof body;
  throw new VaultFault(400, `failed to decode JSON input: json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
}

function tokenIn(request: HttpRequest): string {
  const bearer = /^Bearer (.+)$/.exec(headerOf(request, 'authorization') ?? '')?.[1];
  return (headerOf(request, 'x-vault-token') ?? bearer ?? '').trim();
}

function controlRoutes(state: VaultState) {
  return {
    'GET /state': () => ({
      seal: state.seal,
      issued: state.issued,
      tokens: [...state.domains].map(([namespace, { tokens }]) => ({ namespace, tokens: tokens.list() })),
    }),
    'POST /seal': (request: HttpRequest) => {
      const wanted = jsonOf(request);
      const found = SEAL_STATES.find((one) => isObject(wanted) && wanted.state === one);
      if (found === undefined)
        throw new ControlError(`a seal state is asked for as {"state": "…"}, which is one of ${SEAL_STATES.join(', ')}`);
      state.seal = found;
    },
  };
}

import type { Handler, HttpRequest } from '../../../base/env/http';
import { createTestCa, Faults, observed, pathOf, pemOf, RequestLog, answer } from '../common';
import { caller, legacyKey, passwordGrant, refresh, revokeToken, self, verify } from './authorize';
import { Members } from './call';
import type { Settings, TppCall } from './call';
import { requestCertificate, resetCertificate, retrieveCertificate } from './certificates';
import { tppControl } from './control';
import { renewCertificate, revokeCertificate } from './lifecycle';
import { metadataGet, metadataItems, metadataSet } from './metadata';
import { DEFAULTS } from './options';
import type { TppServerOptions } from './options';
import { checkPolicy } from './policy';
import { sent, TppFault } from './reply';
import type { TppReply } from './reply';
import { TppState } from './state';

export interface TppServer {
  /** The protocol: `/vedauth/…` and `/vedsdk/…`. Clients insist on HTTPS, and on HTTP/1.1 with its reason phrases. */
  readonly handle: Handler;
  /** Steers and inspects; never served with the protocol. */
  readonly control: Handler;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly state: TppState;
  /** PEM of the root that signs. */
  readonly root: string;
}

type Run = (call: TppCall) => TppReply;

/** By method and path in lower case: the server does not care for case. */
const ROUTES: Readonly<Record<string, readonly [operation: string, run: Run]>> = {
  'POST /vedauth/authorize/oauth': ['oauth', passwordGrant],
  'GET /vedauth/authorize/verify': ['verify', verify],
  'POST /vedauth/authorize/token': ['refresh', refresh],
  'GET /vedauth/revoke/token': ['revoke', revokeToken],
  'GET /vedauth/authorize/isauthserver': ['isAuthServer', () => ({ status: 200, reason: 'Venafi Authentication Server' })],
  'POST /vedsdk/authorize': ['legacyKey', legacyKey],
  'GET /vedsdk': ['ping', () => ({ status: 200, body: '<!DOCTYPE html><html/>', headers: { 'content-type': 'text/html' } })],
  'GET /vedsdk/identity/self': ['self', self],
  'GET /vedsdk/systemstatus/version': ['version', version],
  'POST /vedsdk/certificates/checkpolicy': ['checkpolicy', checkPolicy],
  'POST /vedsdk/certificates/reset': ['reset', resetCertificate],
  'POST /vedsdk/certificates/request': ['request', requestCertificate],
  'POST /vedsdk/certificates/retrieve': ['retrieve', retrieveCertificate],
  'POST /vedsdk/certificates/renew': ['renew', renewCertificate],
  'POST /vedsdk/certificates/revoke': ['revokeCertificate', revokeCertificate],
  'POST /vedsdk/metadata/get': ['metadata', metadataGet],
  'POST /vedsdk/metadata/getitems': ['metadata', metadataItems],
  'POST /vedsdk/metadata/set': ['metadata', metadataSet],
};

function version(call: TppCall): TppReply {
  caller(call);
  return { status: 200, body: { Version: call.settings.version } };
}

/** A test authority that speaks the API of Venafi TPP as far as signing needs it. Nobody should trust what it signs. */
export function createTppServer(options: TppServerOptions): TppServer {
  const { clock, random, crypto } = options;
  const faults = new Faults(random.stream('tpp-faults'));
  const log = new RequestLog();
  const state = new TppState();
  const ca = createTestCa({ clock, random: random.stream('tpp-ca'), crypto, label: 'Venafi TPP' });
  const shared = { state, settings: settingsOf(options), clock, random: random.stream('tpp-ids'), crypto, ca, faults };
  const serve: Handler = (request) => {
    const route = ROUTES[routeOf(request)];
    if (route === undefined) return Promise.resolve(answer(404, 'not found', { 'content-type': 'text/html' }));
    try {
      return Promise.resolve(sent(route[1]({ ...shared, request, body: new Members(request) })));
    } catch (error) {
      if (error instanceof TppFault) return Promise.resolve(sent(error.reply));
      throw error;
    }
  };
  return {
    handle: observed({ handle: serve, clock, faults, log, operationOf: (request) => ROUTES[routeOf(request)]?.[0] ?? '' }),
    control: tppControl({ state, faults, log }),
    ...{ faults, log, state, root: pemOf(ca.root) },
  };
}

function routeOf(request: HttpRequest): string {
  return `${request.method} ${pathOf(request).toLowerCase().replace(/\/$/, '')}`;
}

function settingsOf(options: TppServerOptions): Settings {
  return {
    users: options.users ?? DEFAULTS.users,
    applications: options.applications ?? DEFAULTS.applications,
    folders: options.folders ?? DEFAULTS.folders,
    customFields: options.customFields ?? [],
    version: options.version ?? DEFAULTS.version,
    approvals: options.approvals ?? false,
    pendingPolls: options.pendingPolls ?? 0,
    tokenLifetime: options.tokenLifetime ?? DEFAULTS.tokenLifetime,
  };
}

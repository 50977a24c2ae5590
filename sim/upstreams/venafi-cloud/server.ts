import type { Handler, HttpRequest, HttpResponse } from '../../../base/env/http';
import { createTestCa, Faults, observed, pathOf, pemOf, RequestLog } from '../common';
import { allTemplates, applicationByName, checkKey, createApplication, templateOf, userAccount } from './accounts';
import type { CloudCall } from './call';
import { cloudControl } from './control';
import { DEFAULTS } from './options';
import type { CloudServerOptions } from './options';
import { CloudFault, CODE } from './reply';
import { readCertificate, readContents, readRequest, submitRequest } from './requests';
import { CloudState } from './state';

export interface CloudServer {
  /** The protocol: `/v1/…` and `/outagedetection/v1/…`. */
  readonly handle: Handler;
  /** Steers and inspects; never served with the protocol. */
  readonly control: Handler;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly state: CloudState;
  /** PEM of the root that signs. */
  readonly root: string;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: string;
  run(call: CloudCall, ...parts: readonly string[]): HttpResponse;
}

const OUTAGE = '/outagedetection/v1';

const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/v1\/useraccounts$/, operation: 'useraccounts', run: userAccount },
  { method: 'GET', path: /^\/v1\/certificateissuingtemplates$/, operation: 'templates', run: allTemplates },
  {
    method: 'GET',
    path: new RegExp(`^${OUTAGE}/applications/name/([^/]*)$`),
    operation: 'application',
    run: (call, name = '') => applicationByName(call, name),
  },
  {
    method: 'GET',
    path: new RegExp(`^${OUTAGE}/applications/([^/]*)/certificateissuingtemplates/([^/]*)$`),
    operation: 'template',
    run: (call, name = '', alias = '') => templateOf(call, name, alias),
  },
  { method: 'POST', path: new RegExp(`^${OUTAGE}/applications$`), operation: 'createApplication', run: createApplication },
  { method: 'POST', path: new RegExp(`^${OUTAGE}/certificaterequests$`), operation: 'request', run: submitRequest },
  {
    method: 'GET',
    path: new RegExp(`^${OUTAGE}/certificaterequests/([^/]+)$`),
    operation: 'poll',
    run: (call, id = '') => readRequest(call, id),
  },
  {
    method: 'GET',
    path: new RegExp(`^${OUTAGE}/certificates/([^/]+)$`),
    operation: 'certificate',
    run: (call, id = '') => readCertificate(call, id),
  },
  {
    method: 'GET',
    path: new RegExp(`^${OUTAGE}/certificates/([^/]+)/contents$`),
    operation: 'contents',
    run: (call, id = '') => readContents(call, id),
  },
];

/** A test authority that speaks the API of Venafi Cloud as far as signing needs it. Nobody should trust what it signs. */
export function createCloudServer(options: CloudServerOptions): CloudServer {
  const { clock, random, crypto, apiKeys, applications, templates, approvals = false, pendingPolls = 0 } = options;
  const faults = new Faults(random.stream('cloud-faults'));
  const log = new RequestLog();
  const ids = random.stream('cloud-ids');
  const state = new CloudState(applications ?? DEFAULTS.applications, () => ids.uuid());
  const ca = createTestCa({ clock, random: random.stream('cloud-ca'), crypto, label: 'Venafi Cloud' });
  const settings = { apiKeys: apiKeys ?? DEFAULTS.apiKeys, templates: templates ?? DEFAULTS.templates, approvals, pendingPolls };
  const shared = { state, settings, clock, random: ids, crypto, ca, faults };
  const serve: Handler = (request) => {
    try {
      return Promise.resolve(respond({ ...shared, request }));
    } catch (error) {
      if (error instanceof CloudFault) return Promise.resolve(error.response());
      throw error;
    }
  };
  return {
    handle: observed({ handle: serve, clock, faults, log, operationOf: (request) => routeOf(request)?.route.operation ?? '' }),
    control: cloudControl({ state, faults, log }),
    ...{ faults, log, state, root: pemOf(ca.root) },
  };
}

function respond(call: CloudCall): HttpResponse {
  checkKey(call);
  const found = routeOf(call.request);
  if (found === undefined) throw new CloudFault(404, CODE.notFound, 'not found');
  return found.route.run(call, ...found.parts);
}

function routeOf(request: HttpRequest): { readonly route: Route; readonly parts: readonly string[] } | undefined {
  const path = pathOf(request);
  for (const route of ROUTES) {
    const parts = route.method === request.method ? route.path.exec(path) : null;
    if (parts !== null) return { route, parts: parts.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}

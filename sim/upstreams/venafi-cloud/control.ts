import type { Handler, HttpRequest } from '../../../base/env/http';
import { isObject } from '../../../kube/json';
import { controlSurface, ControlError, jsonOf, pemOf } from '../common';
import type { Faults, RequestLog } from '../common';
import { FINAL, PENDING } from './state';
import type { CloudRequest, CloudState, RequestStatus } from './state';

const STATUSES: readonly RequestStatus[] = [...PENDING, ...FINAL];

/** What people and tests do to a simulated Venafi Cloud: look at its requests and decide about them. */
export function cloudControl({ state, faults, log }: { state: CloudState; faults: Faults; log: RequestLog }): Handler {
  return controlSurface({
    faults,
    log,
    routes: {
      'GET /certificaterequests': () => [...state.requests.values()].map(shown),
      'GET /certificates': () => [...state.certificates].map(([id, certificate]) => ({ id, certificate: pemOf(certificate) })),
      'POST /certificaterequests/:id/approve': (_request, { id }) => {
        requestOf(state, id).status = 'REQUESTED';
      },
      'POST /certificaterequests/:id/status': (request, { id }) => decide(requestOf(state, id), request),
    },
  });
}

function decide(made: CloudRequest, request: HttpRequest): void {
  const wanted = jsonOf(request);
  const status = STATUSES.find((one) => isObject(wanted) && wanted.status === one);
  if (status === undefined) throw new ControlError(`a status is asked for as {"status": "…"}, which is one of ${STATUSES.join(', ')}`);
  made.status = status;
  if (status !== 'FAILED') return;
  const message = isObject(wanted) && typeof wanted.message === 'string' ? wanted.message : 'The certificate authority refused the request';
  made.error = { type: 'CA', code: 10505, message, args: [] };
}

function requestOf(state: CloudState, id = ''): CloudRequest {
  const found = state.requests.get(id);
  if (found === undefined) throw new ControlError(`there is no certificate request ${id}`);
  return found;
}

function shown({ request: _request, ...facts }: CloudRequest): object {
  return facts;
}

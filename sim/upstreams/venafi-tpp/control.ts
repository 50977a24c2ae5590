import type { Handler, HttpRequest } from '../../../base/env/http';
import { isObject } from '../../../kube/json';
import { controlSurface, ControlError, jsonOf, pemOf } from '../common';
import type { Faults, RequestLog } from '../common';
import { STAGE } from './certificates';
import type { TppCertificate, TppState } from './state';

/** What people and tests do to a simulated TPP: look at its certificates, decide about them, and break them. */
export function tppControl({ state, faults, log }: { state: TppState; faults: Faults; log: RequestLog }): Handler {
  return controlSurface({
    faults,
    log,
    routes: {
      'GET /certificates': () => state.list().map(shown),
      'GET /grants': () => [...state.grants].map(([token, grant]) => ({ token, ...grant })),
      'DELETE /grants': () => state.grants.clear(),
      'POST /approve': (request) => {
        const certificate = certificateIn(request, state);
        certificate.approval = 'approved';
        certificate.stage = STAGE.postCsr;
        certificate.status = 'Post CSR';
      },
      'POST /reject': (request) => {
        const certificate = certificateIn(request, state);
        certificate.approval = 'rejected';
        fail(certificate, STAGE.approve, 'Certificate request was rejected by approver.');
      },
      'POST /fail': (request) => {
        const wanted = jsonOf(request);
        const status = isObject(wanted) && typeof wanted.status === 'string' ? wanted.status : CANNOT_CONNECT;
        fail(certificateIn(request, state), STAGE.postCsr, status);
      },
    },
  });
}

const CANNOT_CONNECT = 'Post CSR failed with error: Cannot connect to the certificate authority (CA).';

function fail(certificate: TppCertificate, stage: number, status: string): void {
  certificate.inError = true;
  certificate.stage = stage;
  certificate.status = status;
}

function certificateIn(request: HttpRequest, state: TppState): TppCertificate {
  const wanted = jsonOf(request);
  const dn = isObject(wanted) && typeof wanted.dn === 'string' ? wanted.dn : '';
  const found = state.find(dn);
  const known = state.list().map((certificate) => certificate.dn);
  if (found === undefined) throw new ControlError(`a certificate is named as {"dn": "…"}; there are: ${known.join(', ') || 'none'}`);
  return found;
}

function shown({ request: _request, key: _key, certificate, ...facts }: TppCertificate): object {
  return { ...facts, ...(certificate === undefined ? {} : { certificate: pemOf(certificate) }) };
}

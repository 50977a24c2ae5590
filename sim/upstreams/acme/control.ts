import type { Handler } from '../../../base/env/http';
import { isObject } from '../../../kube/json';
import { encodePem } from '../../../pki';
import { ControlError, controlSurface, jsonOf, type RequestLog } from '../common';
import type { Authority } from './call';
import { certificateId, type IssuedCertificate } from './model';
import { orderStatus } from './orders';

/** What Pebble has on its management port, and the state behind it. */
export function acmeControl({ authority, log }: { readonly authority: Authority; readonly log: RequestLog }): Handler {
  const { state, issuance, faults } = authority;
  const pem = (list: readonly string[], n = ''): string => {
    const found = list[Number(n)];
    if (found === undefined) throw new ControlError(`there is no chain ${n}: there are ${list.length}, counted from 0`);
    return found;
  };
  const certificate = (serial = ''): IssuedCertificate => {
    // However many zeros it is written with.
    const found = /^[0-9a-f]+$/i.test(serial) ? state.certificates.get(certificateId(BigInt(`0x${serial}`))) : undefined;
    if (found === undefined) throw new ControlError(`no certificate with the serial number ${serial} was issued`);
    return found;
  };
  return controlSurface({
    faults,
    log,
    routes: {
      'GET /roots/:n': (_request, { n }) => pem(issuance.roots, n),
      'GET /intermediates/:n': (_request, { n }) => pem(issuance.intermediates, n),
      'GET /cert-status-by-serial/:serial': (_request, { serial }) => certificateStatus(certificate(serial)),
      'POST /set-renewal-info/:serial': (request, { serial }) => {
        const info = jsonOf(request);
        if (!isObject(info) || !isObject(info.suggestedWindow))
          throw new ControlError('renewal info is {"suggestedWindow": {"start": …, "end": …}}');
        certificate(serial).renewalInfo = info;
      },
      'GET /state': () => stateView(authority),
    },
  });
}

function certificateStatus({ id, der, revocation }: IssuedCertificate): object {
  const Certificate = encodePem('CERTIFICATE', der);
  if (revocation === undefined) return { Status: 'Valid', Serial: id, Certificate };
  return { Status: 'Revoked', Serial: id, Certificate, Reason: revocation.reason, RevokedAt: revocation.at };
}

function stateView(authority: Authority): object {
  const { accounts, orders, authorizations, challenges, certificates } = authority.state;
  return {
    accounts: [...accounts.values()].map(({ id, status, contact, jwk }) => ({ id, status, contact, key: jwk })),
    orders: [...orders.values()].map((order) => ({ ...order, status: orderStatus(authority, order) })),
    authorizations: [...authorizations.values()],
    challenges: [...challenges.values()],
    certificates: [...certificates.values()].map(certificateStatus),
  };
}

import type { RequestLog } from '../../lab/request-log';
import type { Asked } from '../../steps/state/controls';
import { SUITE, type Moment } from '../../steps/state/signer-under-test';

/** What others than the suite asked of these CertificateSigningRequests. */
export function askedOf(log: RequestLog, requests: readonly string[]): readonly Asked[] {
  return log
    .all()
    .filter(({ name, resource }) => requests.includes(name) && resource.startsWith('certificatesigningrequests'))
    .filter(({ event }) => !(event.userAgent ?? '').startsWith(SUITE))
    .map(({ verb, resource, name, user, code, event }) => ({
      verb,
      resource,
      name,
      user,
      code,
      at: Date.parse(event.requestReceivedTimestamp),
    }));
}

export function momentOf({ at, user, verb, resource, name, code }: Asked): Moment {
  return { at, what: `${user} asks to ${verb} ${resource} ${name} and is answered ${code}` };
}

import { JWS_ALGORITHMS } from '../../../pki';
import type { Exchange } from '../common';
import { DEFAULT_TERMS } from './accounts';
import type { Authority } from './call';
import { AcmeProblem, PROBLEMS, problemDocument, type ProblemOptions, type ProblemType } from './problem';

const RATE_LIMIT_HELP = 'https://acme.csrlab.test/rate-limits';

/** What RFC 8555 wants beside type and detail: where to read on, when to come again, what would be right. */
const EXTRAS: Readonly<Partial<Record<ProblemType, ProblemOptions>>> = {
  badSignatureAlgorithm: { members: { algorithms: JWS_ALGORITHMS } },
  compound: {
    members: {
      subproblems: [problemDocument('malformed', 'one thing', undefined, { identifier: { type: 'dns', value: 'one.example.com' } })],
    },
  },
  rateLimited: { headers: { 'retry-after': '60', link: `<${RATE_LIMIT_HELP}>;rel="help"` } },
  serverInternal: { headers: { 'retry-after': '60' } },
  userActionRequired: { headers: { link: `<${DEFAULT_TERMS}>;rel="terms-of-service"` }, members: { instance: DEFAULT_TERMS } },
};

const TYPES = Object.keys(PROBLEMS) as ProblemType[];

/** A refusal that was asked for by the name of its type; the fault's value is its detail, or the seconds of its Retry-After. */
export function askedProblem({ faults }: Authority, exchange: Exchange): AcmeProblem | undefined {
  for (const type of TYPES) {
    const fault = faults.inProtocol(type, exchange);
    if (fault === undefined) continue;
    const { headers = {}, ...rest } = EXTRAS[type] ?? {};
    const { value = `this request was to be refused with ${type}` } = fault;
    if (typeof value === 'string') return new AcmeProblem(type, value, { headers, ...rest });
    return new AcmeProblem(type, `come again in ${value} s`, { headers: { ...headers, 'retry-after': String(value) }, ...rest });
  }
  return undefined;
}

/** RFC 8555 section 6.6. `seconds` from now on the request would be let in. */
export function rateLimited(detail: string, seconds: number): AcmeProblem {
  const headers = { 'retry-after': String(seconds), link: `<${RATE_LIMIT_HELP}>;rel="help"` };
  return new AcmeProblem('rateLimited', `${detail}: see ${RATE_LIMIT_HELP}`, { headers });
}

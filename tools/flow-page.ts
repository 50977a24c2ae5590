import type { CertificateSigningRequest } from '../kube/types/certificates';
import type { IssuerType } from '../signers/engine/issuer';
import { ladder } from '../signers/engine/ladder';
import type { Outcome } from '../signers/engine/outcome';
import { GATES, type Answer, type Gate, type Question } from '../signers/engine/steps';
import { isFinding } from '../signers/engine/drive';
import { QUESTIONS } from '../signers/explain/questions';

/** A world in which some gates are shut. */
interface Trial {
  readonly request: CertificateSigningRequest;
  readonly issuer?: object;
  readonly serves?: IssuerType;
}

const CA = { spec: { ca: { secretName: 'ca' } } };
const DURATION = 'experimental.cert-manager.io/request-duration';
const request = (signerName: string, more: Partial<CertificateSigningRequest> = {}): CertificateSigningRequest => ({
  metadata: { name: 'web' },
  spec: { signerName },
  ...more,
});
const OURS = 'issuers.cert-manager.io/sandbox.ca';
const lasting = (duration: string): Partial<CertificateSigningRequest> => ({
  metadata: { name: 'web', annotations: { [DURATION]: duration } },
});

/** Between them they shut every gate of the ladder once. */
const TRIALS: readonly Trial[] = [
  { request: request('example.com/other') },
  {
    request: request('others.cert-manager.io/x', { status: { conditions: [{ type: 'Failed' }, { type: 'Denied' }], certificate: 'AA==' } }),
  },
  { request: request(OURS) },
  { request: request(OURS), issuer: { spec: {} } },
  { request: request(OURS, lasting('tomorrow')), issuer: CA, serves: 'vault' },
  { request: request(OURS, lasting('1m')), issuer: CA },
];

/** docs/flow.md: every gate in order, and what becomes of a request where one is shut, as the ladder itself says it. */
export function flowPage(): string {
  const shut = outcomes();
  const shown = GATES.filter((gate) => shut.has(gate));
  const gates = shown.flatMap((gate, index) => {
    const next = shown[index + 1] ?? 'sign';
    return [`  ${gate}{"${QUESTIONS[gate]}"}`, `  ${gate} -->|yes| ${next}`, `  ${gate} -->|no| ${gate}-no["${describe(shut.get(gate))}"]`];
  });
  return `# The way of a request

<!-- Made from the engine's ladder by tools/features-page.ts; do not edit. -->

A requester creates a CertificateSigningRequest, somebody with the right to do so approves it, and the controller of the issuer's type
takes it through these gates, in this order. "wait" leaves the request as it is until something changes, "failed" is for good.

\`\`\`mermaid
flowchart TD
  requester([requester]) -->|creates| api[(API server)]
  approver([approver]) -->|approves or denies| api
  api -->|watch| ${shown[0] ?? 'sign'}
${gates.join('\n')}
  sign[["the signer of the issuer's type signs, waits, retries or fails"]] -->|status.certificate| api
\`\`\`
`;
}

function outcomes(): ReadonlyMap<Gate, Outcome> {
  const found = new Map<Gate, Outcome>();
  for (const trial of TRIALS) {
    const steps = ladder(trial.request, trial.serves);
    for (let next = steps.next(); !next.done;) {
      const step = next.value;
      if (isFinding(step) && step.state === 'blocked' && !found.has(step.gate)) found.set(step.gate, step.outcome);
      next = isFinding(step) ? steps.next() : steps.next(answer(step, trial));
    }
  }
  return found;
}

function answer({ ask }: Question, { issuer }: Trial): Answer {
  if (ask === 'issuer') return { to: 'issuer', value: issuer };
  return ask === 'review' ? { to: 'review', value: false } : { to: 'unknown' };
}

function describe(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '';
  const event = 'event' in outcome ? outcome.event : undefined;
  if (outcome.kind === 'failed') return `failed: ${outcome.event.reason}`;
  return event === undefined ? 'left alone' : `${outcome.kind}: event ${event.reason}`;
}

import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { climb } from '../engine/climb';
import { isFinding } from '../engine/drive';
import type { Outcome } from '../engine/outcome';
import type { Signers, SignerTools } from '../engine/signer';
import { UnknownFact } from '../engine/steps';
import type { Finding, Gate, Steps } from '../engine/steps';
import { QUESTIONS } from './questions';
import { remedyFor } from './remedies';
import { answerFrom } from './snapshot';
import type { Snapshot } from './snapshot';

export interface Explanation {
  readonly name: string;
  readonly signerName: string;
  readonly verdict: 'issued' | 'refused' | 'foreign' | 'blocked' | 'unknown' | 'ready';
  /** One sentence. */
  readonly summary: string;
  readonly gates: readonly ExplainedGate[];
}

export interface ExplainedGate {
  readonly gate: Gate;
  readonly question: string;
  readonly state: 'passed' | 'blocked' | 'unknown';
  readonly detail: string;
  /** A command or a manifest that would open a blocked gate. */
  readonly remedy?: string;
}

// Behind these nothing can still change.
const FINAL: readonly Gate[] = ['not-failed', 'not-denied', 'not-issued'];

/**
 * Why a request is, or is not, signed: the engine's own ladder and signer, run over a snapshot. Gates behind a shut one are looked at
 * as far as possible, so that everything that is missing is told at once. The certificate that a signer makes on the way is dropped.
 */
export function explain(
  request: CertificateSigningRequest,
  snapshot: Snapshot,
  by: { readonly signers: Signers; readonly tools: SignerTools },
): Explanation {
  const { findings, outcome } = look(climb(request, by), snapshot);
  const gates = [...findings, ...lastGate(outcome)].map((finding) => explained(finding, request));
  const name = request.metadata?.name ?? '';
  return { name, signerName: request.spec?.signerName ?? '', gates, ...verdictOf(gates, name) };
}

interface Sight {
  readonly findings: readonly Finding[];
  readonly outcome?: Outcome | undefined;
}

function look(steps: Steps<Outcome | undefined>, snapshot: Snapshot): Sight {
  const findings: Finding[] = [];
  try {
    let next = steps.next();
    while (!next.done) {
      const step = next.value;
      if (isFinding(step)) {
        findings.push(step);
        if (step.state === 'blocked' && FINAL.includes(step.gate)) return { findings };
        next = steps.next();
      } else next = steps.next(answerFrom(snapshot, step));
    }
    return { findings, outcome: next.value };
  } catch (error) {
    if (!(error instanceof UnknownFact)) throw error;
    return { findings: [...findings, { gate: 'signature', state: 'unknown', detail: `It is not known ${error.message}.` }] };
  }
}

function lastGate(outcome: Outcome | undefined): Finding[] {
  if (outcome === undefined) return [];
  if (outcome.kind === 'issued') return [{ gate: 'signature', state: 'passed', detail: 'the signer can issue the certificate' }];
  const detail = outcome.kind === 'retry' ? outcome.error.message : (outcome.event?.message ?? '');
  return [{ gate: 'signature', state: 'blocked', detail, outcome }];
}

function explained(finding: Finding, request: CertificateSigningRequest): ExplainedGate {
  const { gate, state, detail } = finding;
  const remedy = state === 'blocked' ? remedyFor(gate, request) : undefined;
  return { gate, question: QUESTIONS[gate], state, detail, ...(remedy === undefined ? {} : { remedy }) };
}

function verdictOf(gates: readonly ExplainedGate[], name: string): Pick<Explanation, 'verdict' | 'summary'> {
  const shut = gates.filter(({ state }) => state === 'blocked');
  const [first] = shut;
  if (first?.gate === 'signer-name' || first?.gate === 'issuer-kind') {
    return { verdict: 'foreign', summary: `${name} is no business of this engine: ${first.detail}.` };
  }
  if (first?.gate === 'not-issued') return { verdict: 'issued', summary: `${name} has its certificate.` };
  if (first?.gate === 'not-failed' || first?.gate === 'not-denied') {
    return { verdict: 'refused', summary: `${name} will never be signed: ${first.detail}.` };
  }
  if (first !== undefined) return { verdict: 'blocked', summary: `${name} is not signed: ${shut.map(({ detail }) => detail).join('; ')}.` };
  const dark = gates.find(({ state }) => state === 'unknown');
  if (dark !== undefined) return { verdict: 'unknown', summary: `Nothing seen speaks against ${name}, but: ${dark.detail}` };
  return { verdict: 'ready', summary: `${name} has passed every gate and is about to be signed.` };
}

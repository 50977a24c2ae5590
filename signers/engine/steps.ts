import type { Secret } from '../../kube/types/core';
import type { SubjectAccessReviewSpec } from '../../kube/types/authorization';
import type { Issuer } from './issuer';
import type { Outcome } from './outcome';
import type { IssuerRef } from './signer-name';

/** A fact that the ladder or a signer needs from the world. Whoever drives the generator answers it. */
export type Question =
  | { readonly ask: 'issuer'; readonly ref: IssuerRef }
  | { readonly ask: 'review'; readonly review: SubjectAccessReviewSpec }
  | { readonly ask: 'secret'; readonly namespace: string; readonly name: string }
  | { readonly ask: 'token'; readonly token: TokenWanted }
  | { readonly ask: 'upstream'; readonly label: string; call(): Promise<unknown> };

/** A TokenRequest for a service account; `seconds` is how long the token is to last. */
export interface TokenWanted {
  readonly namespace: string;
  readonly account: string;
  readonly audiences: readonly string[];
  readonly seconds: number;
}

/** Nothing found is an answer; `unknown` is none. A question that could not be asked is thrown into the generator. */
export type Answer =
  | { readonly to: 'issuer'; readonly value: Issuer | undefined }
  | { readonly to: 'review'; readonly value: boolean }
  | { readonly to: 'secret'; readonly value: Secret | undefined }
  | { readonly to: 'token'; readonly value: string }
  | { readonly to: 'upstream'; readonly value: unknown }
  | { readonly to: 'unknown' };

/**
 * A gate on the way to a certificate. `blocked` carries what the engine does about it; a driver that only explains may go on, and
 * then gets the findings of the gates behind, as far as they can be reached.
 */
export type Finding =
  | { readonly gate: Gate; readonly state: 'passed'; readonly detail: string }
  | { readonly gate: Gate; readonly state: 'blocked'; readonly detail: string; readonly outcome: Outcome }
  | { readonly gate: Gate; readonly state: 'unknown'; readonly detail: string };

export type Gate = (typeof GATES)[number];

/** In the order in which they are passed. */
export const GATES = [
  'signer-name',
  'not-failed',
  'not-denied',
  'approved',
  'not-issued',
  'issuer-kind',
  'issuer-exists',
  'issuer-type',
  'controller',
  'may-reference',
  'duration-valid',
  'duration-minimum',
  'issuer-ready',
  'key-annotation',
  'secret-exists',
  'secret-valid',
  'template',
  'key-match',
  'signature',
] as const;

export type Step = Question | Finding;
export type Steps<T> = Generator<Step, T, Answer | undefined>;

/** Thrown into whoever asked when there is no answer to be had. */
export class UnknownFact extends Error {
  override readonly name = 'UnknownFact';
}

export function passed(gate: Gate, detail: string): Finding {
  return { gate, state: 'passed', detail };
}

export function blocked(gate: Gate, detail: string, outcome: Outcome): Finding {
  return { gate, state: 'blocked', detail, outcome };
}

/** A gate that is shut, told by the message of the event that its outcome has. */
export function* shut(gate: Gate, outcome: Outcome): Steps<undefined> {
  const told = outcome.kind === 'retry' ? outcome.error.message : (outcome.event?.message ?? '');
  yield blocked(gate, told, outcome);
  return undefined;
}

export function* askIssuer(ref: IssuerRef): Steps<Issuer | undefined> {
  const answer = yield { ask: 'issuer', ref };
  if (answer?.to !== 'issuer') throw new UnknownFact(`whether ${ref.kind} ${ref.namespace}/${ref.name} exists`);
  return answer.value;
}

export function* askReview(review: SubjectAccessReviewSpec): Steps<boolean> {
  const answer = yield { ask: 'review', review };
  if (answer?.to !== 'review') throw new UnknownFact(`whether ${review.user ?? ''} may ${review.resourceAttributes?.verb ?? ''}`);
  return answer.value;
}

export function* askSecret(namespace: string, name: string): Steps<Secret | undefined> {
  const answer = yield { ask: 'secret', namespace, name };
  if (answer?.to !== 'secret') throw new UnknownFact(`what Secret ${namespace}/${name} holds`);
  return answer.value;
}

export function* askToken(token: TokenWanted): Steps<string> {
  const answer = yield { ask: 'token', token };
  if (answer?.to !== 'token') throw new UnknownFact(`whether service account ${token.namespace}/${token.account} gets a token`);
  return answer.value;
}

/** `label` says what it would tell: `whether Vault signs`. A call that rejects is thrown into whoever asked. */
export function* askUpstream<T>(label: string, call: () => Promise<T>): Steps<T> {
  const answer = yield { ask: 'upstream', label, call };
  if (answer?.to !== 'upstream') throw new UnknownFact(label);
  return answer.value as T;
}

import { isObject } from '../../../kube/json';
import type { Answered } from '../../http';
import { headerOf } from './exchange';
import { objectIn, text } from './session';

export interface AcmeAccount {
  /** Empty where the server did not say. */
  readonly uri: string;
  readonly contact: readonly string[];
}

export interface AcmeOrder {
  /** From the Location header; empty without one. */
  readonly uri: string;
  readonly status: string;
  readonly finalize: string;
  readonly certificate: string;
  readonly authorizations: readonly string[];
}

export interface AcmeAuthorization {
  readonly url: string;
  readonly status: string;
  readonly identifier: string;
  readonly wildcard: boolean;
  readonly challenges: readonly AcmeChallenge[];
}

export interface AcmeChallenge {
  readonly url: string;
  readonly type: string;
  readonly token: string;
  readonly status: string;
  readonly error?: Readonly<Record<string, unknown>>;
}

export function readAccount(answer: Answered): AcmeAccount {
  const { contact } = parsedOr(answer, 'acme: invalid account response');
  return { uri: headerOf(answer, 'location'), contact: Array.isArray(contact) ? contact.filter((each) => typeof each === 'string') : [] };
}

export function readOrder(answer: Answered): AcmeOrder {
  const value = parsedOr(answer, 'acme: error reading order');
  const authorizations = Array.isArray(value.authorizations) ? value.authorizations.map(text) : [];
  return {
    uri: headerOf(answer, 'location'),
    status: text(value.status),
    finalize: text(value.finalize),
    certificate: text(value.certificate),
    authorizations,
  };
}

export function readAuthorization(url: string, answer: Answered): AcmeAuthorization {
  const value = parsedOr(answer, 'acme: invalid response');
  const challenges = Array.isArray(value.challenges) ? value.challenges : [];
  return {
    url,
    status: text(value.status),
    identifier: isObject(value.identifier) ? text(value.identifier.value) : '',
    wildcard: value.wildcard === true,
    challenges: challenges.map(readChallenge),
  };
}

/** What accepting a challenge is answered with. */
export function readAccepted(url: string, answer: Answered): AcmeChallenge {
  return { ...readChallenge(parsedOr(answer, 'acme: invalid response')), url };
}

function readChallenge(value: unknown): AcmeChallenge {
  const { url, type, token, status, error } = isObject(value) ? value : {};
  return { url: text(url), type: text(type), token: text(token), status: text(status), ...(isObject(error) ? { error } : {}) };
}

function parsedOr(answer: Answered, prefix: string): Readonly<Record<string, unknown>> {
  try {
    return objectIn(answer);
  } catch (error) {
    throw new UnreadableAnswer(prefix, error);
  }
}

/** An answer came, and is no JSON or broke off. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';

  constructor(prefix: string, cause: unknown) {
    super(`${prefix}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

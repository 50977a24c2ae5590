import { isObject } from '../../../kube/json';
import { headerOf, type Answer } from './exchange';
import { parseObject, text } from './session';

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

export function readOrder(answer: Answer): AcmeOrder {
  const value = parsedOr(answer.body, 'acme: error reading order');
  const authorizations = Array.isArray(value.authorizations) ? value.authorizations.map(text) : [];
  return {
    uri: headerOf(answer, 'location'),
    status: text(value.status),
    finalize: text(value.finalize),
    certificate: text(value.certificate),
    authorizations,
  };
}

export function readAuthorization(url: string, body: string): AcmeAuthorization {
  const value = parsedOr(body, 'acme: invalid response');
  const challenges = Array.isArray(value.challenges) ? value.challenges : [];
  return {
    url,
    status: text(value.status),
    identifier: isObject(value.identifier) ? text(value.identifier.value) : '',
    wildcard: value.wildcard === true,
    challenges: challenges.map(readChallenge),
  };
}

function readChallenge(value: unknown): AcmeChallenge {
  const { url, type, token, status, error } = isObject(value) ? value : {};
  return { url: text(url), type: text(type), token: text(token), status: text(status), ...(isObject(error) ? { error } : {}) };
}

function parsedOr(body: string, prefix: string): Readonly<Record<string, unknown>> {
  try {
    return parseObject(body);
  } catch (error) {
    throw new Error(`${prefix}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

import { isObject } from '../../../kube/json';
import { bodyText } from '../../http';
import type { Answered } from '../../http';

interface Subproblem {
  readonly type: string;
  readonly detail: string;
  readonly identifier?: { readonly type: string; readonly value: string };
}

/** What an ACME server answered instead of what was asked for (RFC 8555 section 6.7); the message is golang.org/x/crypto/acme's. */
export class AcmeError extends Error {
  override readonly name = 'AcmeError';

  constructor(
    readonly status: number,
    readonly problem: string,
    detail: string,
    subproblems: readonly Subproblem[] = [],
  ) {
    super(`${status} ${problem}: ${detail}${subproblemText(subproblems)}`);
  }

  /** The server will not change its mind. */
  get isClientError(): boolean {
    return this.status >= 400 && this.status < 500;
  }

  get isBadNonce(): boolean {
    return this.status === 400 && this.problem.toLowerCase().endsWith(':badnonce');
  }
}

/** The authorization turned invalid: what its challenges say. */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError';

  constructor(identifier: string, errors: readonly AcmeError[]) {
    super(`acme: authorization error for ${identifier}: ${errors.map(({ message }) => message).join('; ')}`);
  }
}

export class OrderError extends Error {
  override readonly name = 'OrderError';

  constructor(url: string, status: string) {
    super(`acme: order ${url} status: ${status}`);
  }
}

/** An account with this key is there already. */
export class AccountExists extends Error {
  override readonly name = 'AccountExists';
}

/** From an answer that is none of those wanted: the status stands in for a body that is empty. */
export function errorOfAnswer(answer: Answered): AcmeError {
  const { status, statusLine } = answer;
  const body = bodyText(answer);
  const document = parsed(body);
  return document === undefined ? new AcmeError(status, '', body === '' ? statusLine : body) : errorOfProblem(document, status);
}

/** From a problem document, wherever it stands. Its own status counts. */
export function errorOfProblem(document: Readonly<Record<string, unknown>>, status = 0): AcmeError {
  const own = typeof document.status === 'number' && document.status !== 0 ? document.status : status;
  const subproblems = Array.isArray(document.subproblems) ? document.subproblems.flatMap(subproblem) : [];
  return new AcmeError(own, textOf(document.type), textOf(document.detail), subproblems);
}

function subproblem(value: unknown): Subproblem[] {
  if (!isObject(value)) return [];
  const { type, detail, identifier } = value;
  const named = isObject(identifier) ? { identifier: { type: textOf(identifier.type), value: textOf(identifier.value) } } : {};
  return [{ type: textOf(type), detail: textOf(detail), ...named }];
}

function subproblemText(subproblems: readonly Subproblem[]): string {
  if (subproblems.length === 0) return '';
  const lines = subproblems.map(({ type, detail, identifier }) => {
    const about = identifier === undefined ? '' : `[${identifier.type}: ${identifier.value}] `;
    return `\n\t${type}: ${about}${detail}`;
  });
  return `; subproblems:${lines.join('')}`;
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(body) as unknown;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

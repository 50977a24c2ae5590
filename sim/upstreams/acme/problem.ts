import type { HttpHeaders } from '../../../base/env/http';

/** RFC 8555 section 6.7 and the registry of RFC 9773 and draft-ietf-acme-profiles: each with the status it is usually sent with. */
export const PROBLEMS = {
  accountDoesNotExist: 400,
  alreadyReplaced: 409,
  alreadyRevoked: 400,
  badCSR: 400,
  badNonce: 400,
  badPublicKey: 400,
  badRevocationReason: 400,
  badSignatureAlgorithm: 400,
  caa: 403,
  compound: 400,
  connection: 400,
  dns: 400,
  externalAccountRequired: 403,
  incorrectResponse: 403,
  invalidContact: 400,
  invalidProfile: 400,
  malformed: 400,
  orderNotReady: 403,
  rateLimited: 429,
  rejectedIdentifier: 400,
  serverInternal: 500,
  tls: 400,
  unauthorized: 403,
  unsupportedContact: 400,
  unsupportedIdentifier: 400,
  userActionRequired: 403,
} as const;

export type ProblemType = keyof typeof PROBLEMS;

/** As it travels. */
export interface ProblemDocument {
  readonly type: string;
  readonly detail: string;
  readonly status: number;
  readonly subproblems?: readonly (ProblemDocument & { readonly identifier: { readonly type: string; readonly value: string } })[];
  readonly [member: string]: unknown;
}

export interface ProblemOptions {
  readonly status?: number;
  readonly headers?: HttpHeaders;
  /** Further members: `subproblems`, `algorithms`, `instance`. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown where a request cannot be served; one place turns it into an answer. */
export class AcmeProblem extends Error {
  override readonly name = 'AcmeProblem';
  readonly document: ProblemDocument;
  readonly headers: HttpHeaders;

  constructor(type: ProblemType, detail: string, { status = PROBLEMS[type], headers = {}, members = {} }: ProblemOptions = {}) {
    super(detail);
    this.document = problemDocument(type, detail, status, members);
    this.headers = headers;
  }
}

export function problemDocument(
  type: ProblemType,
  detail: string,
  status: number = PROBLEMS[type],
  members: Readonly<Record<string, unknown>> = {},
): ProblemDocument {
  return { type: `urn:ietf:params:acme:error:${type}`, detail, status, ...members };
}

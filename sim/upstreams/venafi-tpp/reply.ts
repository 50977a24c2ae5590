import type { HttpResponse } from '../../../base/env/http';
import { answer } from '../common';

/** `reason` becomes the reason phrase: clients read it, and often nothing else. */
export interface TppReply {
  readonly status: number;
  readonly reason?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal on the way. */
export class TppFault extends Error {
  override readonly name = 'TppFault';

  constructor(readonly reply: TppReply) {
    super(`${reply.status} ${reply.reason ?? ''}`);
  }
}

/** 400 with `{"Error": …}`. */
export function badRequest(error: string, reason?: string): TppFault {
  return new TppFault({ status: 400, body: { Error: error }, ...(reason === undefined ? {} : { reason }) });
}

/** RFC 6749 section 5.2. */
export function oauthError(status: number, error: string, description: string): TppFault {
  return new TppFault({ status, body: { error, error_description: description } });
}

export function sent({ status, reason, body, headers = {} }: TppReply): HttpResponse {
  const response = answer(status, body, headers);
  return reason === undefined ? response : { ...response, statusText: reason.replace(/[^\u0020-\u00ff]/g, '?') };
}

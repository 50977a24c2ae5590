import type { HttpHeaders, HttpResponse } from '../../../base/env/http';
import { answer } from '../common';

/** Answered with its status and `{"errors": […]}`. */
export class VaultFault extends Error {
  override readonly name = 'VaultFault';

  constructor(
    readonly status: number,
    ...errors: readonly string[]
  ) {
    super(errors.join('; '));
    this.errors = errors;
  }

  readonly errors: readonly string[];
}

export interface VaultReply {
  readonly data?: unknown;
  readonly auth?: unknown;
  readonly warnings?: readonly string[];
  /** Members that some answers have once more beside `data`. */
  readonly beside?: object;
}

const HEADERS: HttpHeaders = { 'cache-control': 'no-store', 'content-type': 'application/json' };

/** The envelope around every answer that is about something stored. */
export function enveloped(id: string, { data = null, auth = null, warnings = [], beside = {} }: VaultReply): HttpResponse {
  const body = {
    request_id: id,
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    ...{ data, wrap_info: null, warnings: warnings.length === 0 ? null : warnings, auth },
    ...beside,
  };
  return bare(200, body);
}

export function bare(status: number, body?: unknown): HttpResponse {
  return body === undefined ? answer(status, undefined, HEADERS) : answer(status, body, HEADERS);
}

/** As a list of problems is told that came up on the way through several layers. */
export function wrapped(error: string): string {
  return `1 error occurred:\n\t* ${error}\n\n`;
}

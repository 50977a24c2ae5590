import type { HttpHeaders, HttpRequest } from '../../../base/env/http';
import type { Faults } from '../common';
import type { Issuance } from './issuance';
import type { JwsKey } from './jws';
import type { Account, AcmeState } from './model';
import type { AcmeServerOptions } from './options';
import type { Operation, Paths } from './paths';

/** What the operations share. */
export interface Authority {
  readonly options: AcmeServerOptions;
  readonly state: AcmeState;
  readonly paths: Paths;
  readonly faults: Faults;
  readonly issuance: Issuance;
  /** A new identifier that cannot be guessed, in base64url. */
  newId(): string;
}

/** One request that was let in: its JWS is verified and its nonce spent. */
export interface Call {
  readonly authority: Authority;
  readonly request: HttpRequest;
  readonly operation: Operation;
  /** What follows the operation in the path. */
  readonly id: string;
  /** Scheme and host as the client wrote them; every address in an answer begins with it. */
  readonly base: string;
  readonly url: string;
  readonly payload: Uint8Array;
  /** Who signed, by key id. */
  readonly account?: Account;
  /** The key in the header, when the request was signed with one instead. */
  readonly key?: JwsKey;
}

/** What an operation answers; nonce and index link are added in one place. */
export interface Reply {
  readonly status: number;
  readonly headers?: HttpHeaders;
  /** JSON unless it is a string. */
  readonly body?: unknown;
}

export function link(call: Call, operation: Operation, id?: string): string {
  return call.base + call.authority.paths.of(operation, id);
}

/** RFC 3339, in whole seconds. `time` in milliseconds since 1970. */
export function rfc3339(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

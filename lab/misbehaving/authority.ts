import type { CryptoPort } from '../../base/env/crypto';
import type { Handler } from '../../base/env/http';
import type { Clock, Random } from '../../base/env/ports';
import type { Faults } from '../../sim/upstreams/common';

/** A simulated authority, as far as tests of the way to it need it. */
export interface Double {
  readonly handle: Handler;
  readonly faults: Faults;
  /** Certificates signed since the beginning. */
  signed(): number;
}

export interface Authority {
  readonly name: string;
  create(parts: { readonly clock: Clock; readonly random: Random; readonly crypto: CryptoPort }): Double;
  /** Of the Secret `credentials`. */
  readonly secret: Readonly<Record<string, string>>;
  /** An Issuer's spec; `server` has no path. */
  issuer(server: string): object;
  /** What the client says when an answer's body does not come in time. */
  readonly bodyTimeout: string;
  readonly steps: readonly Step[];
}

/** One request on the way to a certificate, and what the engine says when its answer is none. */
export interface Step {
  /** In the authority's own words; also what its faults are matched with. */
  readonly operation: string;
  /** While the issuer is set up, or for a request. */
  readonly when: 'set-up' | 'request';
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** As `plain` leaves it. */
  readonly path: string;
  /** How often the client itself asks while no answer comes. @default 1 */
  readonly attempts?: number;
  /** What the client says when its time is up. @default as of any other call that was not answered */
  readonly silence?: string;
  /** No answer came: `error` says why, as Go's client does. */
  readonly unanswered: (error: string) => Told;
  /** The answer is a page with status 200. */
  readonly page: Told;
  /** The answer breaks off in its body. */
  readonly cut: Told;
  /** The answer is a 307 to another host. @default it is followed */
  readonly redirected?: Told;
}

export interface Told {
  /** Of an issuer its Ready condition, of a request its Warnings or else the engine's error lines: each as `Reason: message`. Empty: nothing. */
  readonly text: string;
  /** `retried`: after the back-off all is well. */
  readonly then: 'retried' | 'failed' | 'open';
}

export const UNNOTICED: Told = { text: '', then: 'retried' };

export const PAGE = '<html>portal</html>';
export const NO_JSON = "invalid character '<' looking for beginning of value";
export const BODY_TIMEOUT = 'context deadline exceeded (Client.Timeout or context cancellation while reading body)';
export const CUT = 'unexpected EOF';

export function retried(text: string): Told {
  return { text, then: 'retried' };
}

export function failed(text: string): Told {
  return { text, then: 'failed' };
}

/** A text or path without what differs from run to run: times, identifiers, and the suffixes of the simulated ACME authority's paths. */
export function plain(text: string): string {
  return text
    .replace(/(?<=\/)(?=[\w-]*[0-9A-Z])[\w-]{22,}/g, 'ID')
    .replace(/-[0-9a-f]{4}(?=[/"]|$)/gm, '')
    .replace(/\d{4}-[\d-]+T[\d:]+Z/g, 'TIME');
}

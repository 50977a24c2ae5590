import type { Clock, Random } from '../../../base/env/ports';

export interface UserInfo {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** apiserver's RequestInfo: what the URL and the method alone say. */
export interface RequestInfo {
  readonly isResourceRequest: boolean;
  /** Without the query. */
  readonly path: string;
  readonly verb: string;
  /** `api` or `apis`; empty for other paths. */
  readonly apiPrefix: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
}

/** What a strategy, an admission plugin or a table printer may know of the request it serves. */
export interface RequestContext {
  readonly info: RequestInfo;
  /** After impersonation. */
  readonly user: UserInfo;
  readonly clock: Clock;
  readonly random: Random;
  readonly dryRun: boolean;
  /** Adds a Warning header. */
  warn(text: string): void;
  /** Tells the audit log; the first value of a key stays. */
  annotate(key: string, value: string): void;
}

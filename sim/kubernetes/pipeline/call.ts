import type { HttpRequest, HttpResponse, Peer } from '../../../base/env/http';
import type { Clock, Random } from '../../../base/env/ports';
import type { AuditLog, AuditTrail, Authenticator, Authorizer, Impersonator } from '../access';
import type { ObjectReader } from '../model/action';
import type { AdmissionPlugin } from '../model/admission';
import type { Registry } from '../model/registry';
import type { Store } from '../store/store';
import type { WatchHub } from '../store/watch-hub';
import type { Endpoint, ResourceDefinition, VersionDefinition } from '../model/definition';
import type { RequestContext, RequestInfo, UserInfo } from '../model/request-context';
import { parseQuery, type Query } from './query';

/** Answers a path outside the resources, after authorization. */
export type NonResourceHandler = (call: Call) => HttpResponse | Promise<HttpResponse>;

/** Everything a request may need; one per API server. */
export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Store;
  readonly watches: WatchHub;
  readonly registry: Registry;
  readonly objects: ObjectReader;
  readonly authenticator: Authenticator;
  readonly impersonator: Impersonator;
  readonly authorizer: Authorizer;
  readonly admission: readonly AdmissionPlugin[];
  readonly audit: AuditLog | undefined;
  /** By exact path without the query; a key that ends in `/` takes everything below. */
  readonly nonResource: ReadonlyMap<string, NonResourceHandler>;
  /** Sent with every answer, as a server with priority and fairness does. */
  readonly flow: { readonly schema: string; readonly level: string };
}

/** Where a request leads: made by the router. */
export interface Target {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
  readonly endpoint: Endpoint;
}

/** One request on its way through the pipeline. */
export class Call implements RequestContext {
  readonly warnings: string[] = [];
  user: UserInfo = NOBODY;
  /** Before impersonation. */
  caller: UserInfo = NOBODY;
  dryRun = false;
  /** Who the managedFields say it was. */
  fieldManager = '';
  readonly auditId: string;
  /** Absent when nobody listens. */
  audit: AuditTrail | undefined;
  #query: Query | undefined;

  constructor(
    readonly kernel: Kernel,
    readonly request: HttpRequest,
    readonly peer: Peer,
    readonly info: RequestInfo,
  ) {
    this.auditId = kernel.random.stream('audit').uuid();
  }

  get clock(): Clock {
    return this.kernel.clock;
  }

  get random(): Random {
    return this.kernel.random;
  }

  get query(): Query {
    if (this.#query !== undefined) return this.#query;
    const mark = this.request.path.indexOf('?');
    return (this.#query = parseQuery(mark < 0 ? '' : this.request.path.slice(mark + 1)));
  }

  /** Empty when absent; the first of several. */
  header(name: string): string {
    const value = this.request.headers[name];
    return typeof value === 'string' ? value : (value?.[0] ?? '');
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }

  annotate(key: string, value: string): void {
    this.audit?.annotate(key, value);
  }
}

const NOBODY: UserInfo = { name: '', uid: '', groups: [], extra: {} };

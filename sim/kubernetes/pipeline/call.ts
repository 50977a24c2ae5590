import type { HttpRequest, Peer } from '../../../base/env/http';
import type { Clock, Random } from '../../../base/env/ports';
import type { AuditTrail } from '../access';
import type { Endpoint, ResourceDefinition, VersionDefinition } from '../model/definition';
import type { RequestContext, RequestInfo, UserInfo } from '../model/request-context';
import type { Kernel } from './kernel';
import { parseQuery, type Query } from './query';

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

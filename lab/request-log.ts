import type { AuditEvent } from '../sim/kubernetes/access';

/** Which requests are meant; absent members match everything. */
export interface RequestMatch {
  readonly verb?: string;
  /** `certificatesigningrequests`, or with the endpoint `certificatesigningrequests/status`. */
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly user?: string;
  /** HTTP status of the answer. */
  readonly code?: number;
}

export interface LoggedRequest extends Required<RequestMatch> {
  readonly event: AuditEvent;
}

const KEYS = ['verb', 'resource', 'namespace', 'name', 'user', 'code'] as const;

// A lab that runs for long forgets the older half now and then.
const MOST = 20_000;

/** The latest answered requests of the lab (10,000 at least), oldest first, from its audit log. */
export class RequestLog {
  /** Those that tell of an answer. */
  static readonly stages = ['ResponseStarted', 'ResponseComplete'] as const;

  private readonly requests: LoggedRequest[] = [];

  /** Takes an audit event of one of `stages`. */
  readonly add = (event: AuditEvent): void => {
    this.requests.push(logged(event));
    if (this.requests.length > MOST) this.requests.splice(0, MOST / 2);
  };

  all(): readonly LoggedRequest[] {
    return this.requests;
  }

  matching(match: RequestMatch): readonly LoggedRequest[] {
    return this.requests.filter((request) => differences(match, request).length === 0);
  }

  /**
   * The requests that match.
   * @throws Error that names the nearest request and in what it differs, when none does or when there are not `times`
   */
  expect(match: RequestMatch, { times }: { readonly times?: number } = {}): readonly LoggedRequest[] {
    const found = this.matching(match);
    if (times === undefined ? found.length > 0 : found.length === times) return found;
    if (found.length > 0) throw new Error(`${found.length} requests match ${JSON.stringify(match)}, not ${times ?? 'any'}`);
    throw new Error(`nothing matched ${JSON.stringify(match)}; ${this.nearest(match)}`);
  }

  clear(): void {
    this.requests.length = 0;
  }

  private nearest(match: RequestMatch): string {
    const ranked = this.requests.map((request) => ({ request, differs: differences(match, request) }));
    const [best] = ranked.sort((a, b) => a.differs.length - b.differs.length);
    if (best === undefined) return 'there were no requests at all';
    const { verb, resource, name, user, code } = best.request;
    return `nearest was ${verb} ${resource} ${name} by ${user} (${code}), which differs in ${best.differs.join(', ')}`;
  }
}

function differences(match: RequestMatch, request: LoggedRequest): readonly string[] {
  return KEYS.filter((key) => match[key] !== undefined && match[key] !== request[key]);
}

function logged(event: AuditEvent): LoggedRequest {
  const { resource = '', subresource = '', namespace = '', name = '' } = event.objectRef ?? {};
  return {
    verb: event.verb,
    resource: subresource === '' ? resource : `${resource}/${subresource}`,
    namespace,
    name,
    user: event.impersonatedUser?.username ?? event.user.username ?? '',
    code: event.responseStatus?.code ?? 0,
    event,
  };
}

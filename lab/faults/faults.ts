import type { Handler, HttpRequest, Peer } from '../../base/env/http';
import type { Clock, RandomStream } from '../../base/env/ports';
import { requestInfo } from '../../sim/kubernetes/access';
import { milliseconds } from '../duration';
import { closeWatch, conflict, delay, dropConnection, duplicateEvent, gone, status, type Fault } from './fault';

/** Which request is struck; absent members match everything. */
export interface FaultMatch {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. */
  readonly verb?: string;
  /** `certificatesigningrequests`, or with the endpoint `certificatesigningrequests/status`. */
  readonly resource?: string;
  readonly user?: string;
  readonly name?: string;
  /** Matching requests to let pass first. @default 0 */
  readonly after?: number;
}

/** What to do to the next request that matches; each is done once. */
export interface NextFault {
  conflict(): void;
  status(code: number): void;
  /** `2s`; then the request is carried out. */
  delay(duration: string): void;
  /** The request is carried out, its answer lost. */
  dropConnection(): void;
  closeWatch(): void;
  gone(): void;
  duplicateEvent(): void;
}

type Asked = Required<Omit<FaultMatch, 'after'>>;

interface Pending {
  readonly match: FaultMatch;
  readonly fault: Fault;
  skip: number;
}

/** Faults between every caller and the API server, off unless asked for. */
export class Faults {
  private pending: Pending[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly chaos: { readonly rate: number; readonly random: RandomStream; readonly log: (line: string) => void } | undefined,
  ) {}

  /** Asks for one fault. What was asked for and never met is told by `unmet`. */
  next(match: FaultMatch = {}): NextFault {
    const add = (fault: Fault): void => void this.pending.push({ match, fault, skip: match.after ?? 0 });
    return {
      conflict: () => add(conflict),
      status: (code) => add(status(code)),
      delay: (duration) => add(delay(milliseconds(duration))),
      dropConnection: () => add(dropConnection),
      closeWatch: () => add(closeWatch),
      gone: () => add(gone),
      duplicateEvent: () => add(duplicateEvent),
    };
  }

  /** Faults that no request has met yet, in words. */
  get unmet(): readonly string[] {
    return this.pending.map(({ match, fault }) => `${fault.label} for ${JSON.stringify(match)}`);
  }

  clear(): void {
    this.pending = [];
  }

  /** The handler with the faults in front of it. */
  around(handler: Handler): Handler {
    return (request, peer) => {
      if (this.pending.length === 0 && this.chaos === undefined) return handler(request, peer);
      return this.meet(handler, request, peer);
    };
  }

  private meet(handler: Handler, request: HttpRequest, peer: Peer): ReturnType<Handler> {
    const info = requestInfo(request.method, request.path);
    if (!info.isResourceRequest) return handler(request, peer);
    const asked = {
      ...info,
      resource: info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`,
      user: userOf(request, peer),
    };
    const fault = this.take(asked) ?? this.draw(asked);
    if (fault === undefined) return handler(request, peer);
    const { apiGroup: group, verb, resource, name } = info;
    return fault.strike({ group, verb, resource, name, clock: this.clock, proceed: () => handler(request, peer) });
  }

  private take(asked: Asked): Fault | undefined {
    const meant = this.pending.filter(({ match }) => matches(match, asked));
    const due = meant.find(({ skip }) => skip === 0);
    for (const waiting of meant) if (waiting.skip > 0) waiting.skip--;
    if (due !== undefined) this.pending.splice(this.pending.indexOf(due), 1);
    return due?.fault;
  }

  private draw(asked: Asked): Fault | undefined {
    if (this.chaos === undefined || this.chaos.random.integer(10_000) >= this.chaos.rate * 10_000) return undefined;
    const choices =
      asked.verb === 'watch'
        ? [closeWatch, gone]
        : asked.verb === 'update'
          ? [conflict, status(500), status(503)]
          : [status(500), status(503)];
    const fault = choices[this.chaos.random.integer(choices.length)];
    this.chaos.log(`chaos: ${fault?.label ?? ''} for ${asked.verb} ${asked.resource} ${asked.name}`);
    return fault;
  }
}

function matches(match: FaultMatch, asked: Asked): boolean {
  return (['verb', 'resource', 'user', 'name'] as const).every((key) => match[key] === undefined || match[key] === asked[key]);
}

/** As far as it shows before anybody is authenticated: in-process callers and impersonation. */
function userOf({ headers }: HttpRequest, peer: Peer): string {
  const impersonated = headers['impersonate-user'];
  return typeof impersonated === 'string' ? impersonated : (peer.user?.name ?? '');
}

import type { HttpHeaders } from '../../../base/env/http';
import type { RandomStream } from '../../../base/env/ports';

/** What is done to one exchange. Members combine: the delay comes first. */
export interface Fault {
  /** Milliseconds before the request is looked at. */
  readonly delay?: number;
  /** Sent in place of the authority's answer; the authority does not see the request. */
  readonly answer?: FaultAnswer;
  /** The connection breaks without an answer: before the authority sees the `request`, or behind it with the `answer` lost. */
  readonly drop?: 'request' | 'answer';
  /** So many bytes of the authority's answer are sent, then the connection breaks. */
  readonly cutAfter?: number;
  /** A fault of the protocol, such as `badNonce`, which the authority knows by this name. */
  readonly protocol?: string;
  /** Of use to the protocol fault: how long, how often. */
  readonly value?: string | number;
}

export interface FaultAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: HttpHeaders;
  /** Sent as it is when a string, as JSON otherwise. @default empty */
  readonly body?: unknown;
}

export interface FaultRule {
  /** Absent members match everything; `*` in the path stands for anything. */
  readonly match?: { readonly method?: string; readonly path?: string; readonly operation?: string };
  /** Exchanges to meet before this rule begins. @default 0 */
  readonly after?: number;
  /** Exchanges it is done to; 0 is for ever. @default 1 */
  readonly times?: number;
  /** Share of the matching exchanges. @default 1 */
  readonly probability?: number;
  readonly fault: Fault;
}

/** What a rule is matched with. */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** What the request is for in the authority's own words: `newOrder`. */
  readonly operation: string;
}

interface ActiveRule {
  readonly id: number;
  readonly rule: FaultRule;
  skip: number;
  /** Infinite for a rule that does not end. */
  left: number;
}

/** Faults asked for and not yet done, oldest first. */
export class Faults {
  private readonly active: ActiveRule[] = [];
  private lastId = 0;

  constructor(private readonly random: RandomStream) {}

  /** Returns the number to `remove` it by. */
  add(rule: FaultRule): number {
    const { after = 0, times = 1 } = rule;
    this.active.push({ id: ++this.lastId, rule, skip: after, left: times === 0 ? Infinity : times });
    return this.lastId;
  }

  remove(id: number): void {
    const at = this.active.findIndex((entry) => entry.id === id);
    if (at >= 0) this.active.splice(at, 1);
  }

  clear(): void {
    this.active.length = 0;
  }

  list(): readonly (FaultRule & { readonly id: number; readonly left?: number })[] {
    return this.active.map(({ id, rule, left }) => ({ id, ...rule, ...(Number.isFinite(left) ? { left } : {}) }));
  }

  /** The fault that happens to this exchange on its way, if one does. */
  onTheWay(exchange: Exchange): Fault | undefined {
    return this.take(exchange, ({ protocol }) => protocol === undefined);
  }

  /** Asked by an authority at the place where the named protocol fault would show. */
  inProtocol(name: string, exchange: Exchange): Fault | undefined {
    return this.take(exchange, ({ protocol }) => protocol === name);
  }

  private take(exchange: Exchange, wanted: (fault: Fault) => boolean): Fault | undefined {
    for (const entry of [...this.active]) {
      const { fault, match = {}, probability = 1 } = entry.rule;
      if (!wanted(fault) || !matches(match, exchange)) continue;
      if (entry.skip > 0) {
        entry.skip--;
        continue;
      }
      if (probability < 1 && this.random.integer(1_000_000) >= probability * 1_000_000) continue;
      if (--entry.left <= 0) this.remove(entry.id);
      return fault;
    }
    return undefined;
  }
}

function matches({ method, path, operation }: NonNullable<FaultRule['match']>, exchange: Exchange): boolean {
  return (
    (method === undefined || method === exchange.method) &&
    (operation === undefined || operation === exchange.operation) &&
    (path === undefined || pattern(path).test(exchange.path))
  );
}

function pattern(path: string): RegExp {
  const parts = path.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

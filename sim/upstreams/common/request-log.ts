import type { HttpHeaders } from '../../../base/env/http';

export interface LoggedRequest {
  /** From 1. */
  readonly n: number;
  /** RFC 3339. */
  readonly at: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly operation: string;
  readonly headers: HttpHeaders;
  /** Parsed when it is JSON, text otherwise; absent when there was none. */
  readonly body?: unknown;
  /** Absent while none was sent, and when the connection was broken instead. */
  readonly answer?: { readonly status: number; readonly reason?: string; readonly headers: HttpHeaders; readonly body?: unknown };
}

/** What a log keeps; older requests are dropped. */
const MOST = 10_000;

/** Every request an authority was sent, in order of arrival, for assertions and for the page. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private last = 0;

  /** Returns how to add the answer. */
  add(request: Omit<LoggedRequest, 'n' | 'answer'>): (answer: NonNullable<LoggedRequest['answer']>) => void {
    const n = ++this.last;
    this.entries.push({ n, ...request });
    if (this.entries.length > MOST) this.entries = this.entries.slice(-MOST / 2);
    return (answer) => {
      const at = this.entries.findIndex((entry) => entry.n === n);
      const entry = this.entries[at];
      if (entry !== undefined) this.entries[at] = { ...entry, answer };
    };
  }

  list(): readonly LoggedRequest[] {
    return this.entries;
  }

  clear(): void {
    this.entries = [];
  }
}

/** As a log shows a body. */
export function shownBody(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

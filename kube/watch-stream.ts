import { isStream } from '../base/env/http';
import type { HttpResponse } from '../base/env/http';
import { ApiError } from './api-error';
import type { WatchEvent } from './client';
import type { KubeObject } from './meta';
import { isStatus } from './response-error';

const NEWLINE = 10;

/** Reads a watch: one JSON document a line, however the lines are cut into chunks. Ends with the server's stream or the signal. */
export async function* watchEvents<T extends KubeObject>(
  body: HttpResponse['body'],
  signal: AbortSignal,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  const inbox = new Inbox();
  const lines = new LineReader((line) => inbox.put(line));
  const finish = (error?: Error): void => {
    lines.flush();
    inbox.close(error);
  };
  const cancel = isStream(body)
    ? body.start({
        write: (chunk) => {
          lines.push(chunk);
          return true;
        },
        end: finish,
        onDrain: () => undefined,
      })
    : endAtOnce(body, lines, finish);
  const stop = (): void => {
    cancel();
    inbox.discard();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      for (const line of inbox.take()) yield eventOf<T>(line);
      if (inbox.ended) break;
      await inbox.filled();
    }
    if (inbox.error !== undefined) throw inbox.error;
  } finally {
    signal.removeEventListener('abort', stop);
    cancel();
  }
}

function endAtOnce(body: Uint8Array, lines: LineReader, finish: () => void): () => void {
  lines.push(body);
  finish();
  return () => undefined;
}

function eventOf<T extends KubeObject>(line: string): WatchEvent<T> {
  const event = parse(line) as WatchEvent<T>;
  if (event.type !== 'ERROR') return event;
  if (isStatus(event.object)) throw new ApiError(event.object);
  throw new Error(`the watch ended with an ERROR event that carries no Status: ${line}`);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`the watch sent a line that is no JSON: ${line.slice(0, 200)}`, { cause });
  }
}

class LineReader {
  private rest: Uint8Array[] = [];
  private readonly decoder = new TextDecoder();

  constructor(private readonly onLine: (line: string) => void) {}

  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.emit(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start < chunk.length) this.rest.push(chunk.slice(start)); // the writer may reuse its buffer
  }

  /** A last line without a newline counts, unless it was cut off: then it is no JSON and says so. */
  flush(): void {
    if (this.rest.length > 0) this.emit(new Uint8Array(0));
  }

  private emit(tail: Uint8Array): void {
    // Cut bytes may split a character, so they are joined before decoding.
    const parts = this.rest.map((part) => this.decoder.decode(part, { stream: true }));
    this.rest = [];
    const line = parts.join('') + this.decoder.decode(tail);
    if (line.trim() !== '') this.onLine(line);
  }
}

class Inbox {
  private lines: string[] = [];
  private closed = false;
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  get ended(): boolean {
    return this.closed && this.lines.length === 0;
  }

  get error(): Error | undefined {
    return this.failure;
  }

  put(line: string): void {
    if (this.closed) return;
    this.lines.push(line);
    this.wake?.();
  }

  take(): readonly string[] {
    const taken = this.lines;
    this.lines = [];
    return taken;
  }

  close(error?: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.failure = error;
    this.wake?.();
  }

  discard(): void {
    this.lines = [];
    this.close();
  }

  filled(): Promise<void> {
    if (this.lines.length > 0 || this.closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

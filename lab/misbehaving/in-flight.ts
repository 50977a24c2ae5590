import { collectBody } from '../../base/env/body';
import type { FetchRequest, Network } from '../../base/env/ports';

interface Call {
  readonly url: string;
  held: boolean;
}

/** The requests under way over real connections. A manual clock waits for them, but for those that somebody holds up on purpose. */
export class InFlight {
  private readonly calls = new Set<Call>();

  private watcher: (request: FetchRequest) => void = () => undefined;

  /** Tells of every request from now on, in place of whom it told before. */
  watch(watcher: (request: FetchRequest) => void): void {
    this.watcher = watcher;
  }

  get pending(): number {
    return [...this.calls].filter(({ held }) => !held).length;
  }

  /** The latest request to a path is no longer waited for, until the returned function is called. */
  hold(path: string): () => void {
    const call = [...this.calls].findLast(({ url }) => new URL(url).pathname === path);
    if (call === undefined) throw new Error(`no request to ${path} is under way`);
    call.held = true;
    return () => void (call.held = false);
  }

  /** A network whose answers are complete when they are there, and whose requests are counted. */
  over(fetch: Network['fetch']): Network['fetch'] {
    return async (request: FetchRequest) => {
      const call: Call = { url: request.url, held: false };
      this.calls.add(call);
      this.watcher(request);
      try {
        const response = await fetch(request);
        const { bytes, broken } = await collectBody(response);
        if (broken === undefined) return { ...response, body: bytes };
        return { ...response, body: { start: (sink) => (sink.write(bytes), sink.end(broken), () => undefined) } };
      } finally {
        this.calls.delete(call);
      }
    };
  }
}

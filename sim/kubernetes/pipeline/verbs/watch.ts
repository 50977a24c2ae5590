import type { BodySink, BodyStream, HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { EventType, Watcher } from '../../store/watch-group';
import type { Cell } from '../../store/cell';
import type { Status } from '../../../../kube/status';
import { headersOf } from '../answer';
import type { Call, Target } from '../call';
import { shown } from '../encode';
import { listOptions, type ListOptions } from '../list-options';
import type { Negotiated } from '../media-type';
import { negotiateStream } from '../negotiate';
import { collectionOf, namespaceOf } from '../place';
import { readRevision } from '../revision';
import { selectionOf, type Selection } from '../selection';
import { watchWriter, type WatchWriter } from '../watch-writer';

// Without a limit of its own a watch lasts between half an hour and an hour, as kube-apiserver's --min-request-timeout has it.
const SHORTEST = 1800;
const BOOKMARK_EVERY = 60_000;
/** Before the end, so that the client goes on from a fresh revision. */
const BOOKMARK_BEFORE_END = 2_000;

interface Plan {
  readonly options: ListOptions;
  readonly selection: Selection;
  readonly negotiated: Negotiated;
  readonly writer: WatchWriter;
  /** The revision that the client has seen; undefined asks for everything first. */
  readonly after: number | undefined;
}

export function watchVerb(call: Call, target: Target): HttpResponse {
  const negotiated = negotiateStream(call, target);
  const options = listOptions(call, true);
  const selection = selectionOf(call, target);
  const writer = watchWriter(call, target, negotiated);
  const plan: Plan = { options, selection, negotiated, writer, after: startOf(options) };
  const body: BodyStream = { start: (sink) => new Stream(call, target, plan).start(sink) };
  return { status: 200, headers: headersOf(call, writer.contentType), body };
}

function startOf({ resourceVersion, sendInitialEvents }: ListOptions): number | undefined {
  const revision = resourceVersion === '' ? 0 : readRevision(resourceVersion);
  if (sendInitialEvents === true) return undefined;
  return revision === 0 && sendInitialEvents === undefined ? undefined : revision;
}

/** One watch being written. */
class Stream {
  readonly #timers: { cancel(): void }[] = [];
  #leave: () => void = () => undefined;
  #ended = false;

  constructor(
    private readonly call: Call,
    private readonly target: Target,
    private readonly plan: Plan,
  ) {}

  start(sink: BodySink): () => void {
    const { writer, after, options } = this.plan;
    const collection = collectionOf(this.call, this.target);
    const current = this.call.kernel.store.revision;
    if (after !== undefined && after < collection.compacted) {
      sink.write(writer.error(tooOld(after, collection.compacted)));
      sink.end();
      return () => undefined;
    }
    const started = after === undefined && this.#sendCurrent(sink, current);
    this.#join(sink, { after: after ?? current, started });
    this.#endAfter(sink, (options.timeoutSeconds ?? 0) * 1000 || this.#anyTimeout());
    return () => this.#stop();
  }

  #sendCurrent(sink: BodySink, current: number): boolean {
    const { writer, selection, options } = this.plan;
    const namespace = namespaceOf(this.call, this.target);
    let first = true;
    collectionOf(this.call, this.target).scan({ prefix: namespace === '' ? '' : `${namespace}/` }, (cell) => {
      if (!selection.matches(shown(cell, this.target.version))) return true;
      sink.write(writer.event('ADDED', cell, first));
      first = false;
      return true;
    });
    if (!options.allowWatchBookmarks) return !first;
    sink.write(writer.bookmark(current, { initial: true, first }));
    return true;
  }

  #join(sink: BodySink, { after, started }: { readonly after: number; readonly started: boolean }): void {
    const { plan, target, call } = this;
    const namespace = namespaceOf(call, target);
    const group = [target.definition.group, target.version.version, namespace, plan.selection.key, plan.writer.key].join('\n');
    const { watcher, leave } = call.kernel.watches.open({
      collection: target.definition.collection,
      group,
      after,
      started,
      sink,
      view: () => ({
        prefix: namespace === '' ? '' : `${namespace}/`,
        matches: (object) => plan.selection.matches(target.version.convert?.fromStored(object) ?? object),
        encode: (type: EventType, cell: Cell, first: boolean) => plan.writer.event(type, cell, first),
      }),
      onLost: () => {
        sink.write(plan.writer.error(tooOld(watcher.cursor, collectionOf(call, target).compacted)));
        this.#end(sink);
      },
    });
    this.#leave = leave;
    if (plan.options.allowWatchBookmarks) this.#bookmarks(sink, { watcher, after });
  }

  /**
   * Told to whoever has seen everything, once something happened to the resource, whether they saw it or not: a watch of few objects must
   * not grow old among many changes of others.
   */
  #bookmarks(sink: BodySink, { watcher, after }: { readonly watcher: Watcher; readonly after: number }): void {
    const collection = collectionOf(this.call, this.target);
    const timeout = (this.plan.options.timeoutSeconds ?? 0) * 1000;
    const send = (): void => {
      if (watcher.blocked || collection.since(after)?.length === 0) return;
      sink.write(this.plan.writer.bookmark(this.call.kernel.store.revision, { initial: false, first: false }));
    };
    const again = (): void => {
      this.#after(BOOKMARK_EVERY, () => {
        send();
        again();
      });
    };
    again();
    if (timeout > BOOKMARK_BEFORE_END) this.#after(timeout - BOOKMARK_BEFORE_END, send);
  }

  #endAfter(sink: BodySink, delay: number): void {
    this.#after(delay, () => this.#end(sink));
  }

  #anyTimeout(): number {
    return (SHORTEST + this.call.random.stream('watch-timeout').integer(SHORTEST)) * 1000;
  }

  #after(delay: number, callback: () => void): void {
    this.#timers.push(this.call.clock.setTimer(delay, callback));
  }

  #end(sink: BodySink): void {
    if (this.#ended) return;
    this.#stop();
    sink.end();
  }

  #stop(): void {
    this.#ended = true;
    for (const timer of this.#timers) timer.cancel();
    this.#leave();
  }
}

function tooOld(asked: number, oldest: number): Status {
  return ApiError.resourceExpired(`too old resource version: ${asked} (${oldest})`).status;
}

import type { Clock, RandomStream } from '../../base/env/ports';
import { ApiError } from '../api-error';
import type { KubeClient, WatchEvent } from '../client';
import type { GroupVersionResource, KubeList, KubeObject } from '../meta';
import { sleep } from '../sleep';
import { reflectorBackoff } from './backoff';

/** What follows a resource: told everything there is, then every change. */
export interface Sink<T extends KubeObject> {
  replace(objects: readonly T[]): void;
  event(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: T): void;
}

export interface ReflectorOptions<T extends KubeObject> {
  readonly client: KubeClient;
  readonly resource: GroupVersionResource;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly clock: Clock;
  readonly random: RandomStream;
  readonly sink: Sink<T>;
  /** Told of every failure; the reflector goes on after a wait. */
  readonly onError: (error: unknown) => void;
}

// A watch lasts between one and two times this long (client-go's minWatchTimeout), so that connections of a fleet end at different times.
const WATCH_SECONDS = 300;
// A watch that ends sooner than this without an event is a failure: the server would be asked in a tight loop.
const SHORTEST_WATCH = 1000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';
const PAGE = 500;

interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/**
 * client-go's reflector: one streaming list that goes on as the watch, or, where the server refuses that, list and watch. Resumes
 * from the last resourceVersion seen; lists again when that has expired.
 */
export class Reflector<T extends KubeObject> {
  private readonly backoff;
  private readonly selection: Selection;
  private streaming = true;
  /** Undefined: everything has to be read again. */
  private position: string | undefined;
  /** The last position has expired, so the newest state is asked for and not a cached one. */
  private expired = false;

  constructor(private readonly options: ReflectorOptions<T>) {
    this.backoff = reflectorBackoff(options.clock, options.random);
    const { namespace, labelSelector, fieldSelector } = options;
    this.selection = {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    };
  }

  get resourceVersion(): string {
    return this.position ?? '';
  }

  /** Follows the resource until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.follow(signal);
      } catch (error) {
        if (signal.aborted) return;
        if (this.recover(error)) continue;
        this.options.onError(error);
        await sleep(this.options.clock, this.backoff.next(), signal);
      }
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    if (this.position !== undefined) return this.watchFrom(this.position, signal);
    if (this.streaming) return this.streamList(signal);
    return this.list();
  }

  /** True when there is nothing to wait for. */
  private recover(error: unknown): boolean {
    const code = error instanceof ApiError ? error.code : 0;
    if (code === 410) {
      const first = !this.expired;
      this.expired = true;
      this.position = undefined;
      return first;
    }
    if (this.position === undefined && this.streaming && (code === 400 || code === 422)) {
      this.streaming = false;
      return true;
    }
    return false;
  }

  /** The initial events are collected apart and take the store's place at once, when the bookmark says they are complete. */
  private async streamList(signal: AbortSignal): Promise<void> {
    const collected = new Map<string, T>();
    let complete = false;
    const parameters = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan' as const };
    await this.watch({ ...parameters, signal }, (event) => {
      if (complete) {
        this.deliver(event);
        return;
      }
      const { metadata } = event.object;
      if (event.type !== 'BOOKMARK') collect(collected, event);
      else if (metadata?.annotations?.[INITIAL_EVENTS_END] === 'true') {
        complete = true;
        this.replace([...collected.values()], metadata.resourceVersion);
      }
    });
    if (!complete) throw new Error(`the watch of ${this.options.resource.resource} ended before its initial events were complete`);
  }

  private async list(): Promise<void> {
    const { client, resource } = this.options;
    const items: T[] = [];
    let token: string | undefined;
    let version: string | undefined;
    do {
      const page = await client.list<T>(resource, {
        ...this.selection,
        limit: PAGE,
        ...(token === undefined ? (this.expired ? {} : { resourceVersion: '0' }) : { continue: token }),
      });
      items.push(...withKind(page));
      version = page.metadata?.resourceVersion;
      token = page.metadata?.continue;
    } while (token !== undefined && token !== '');
    this.replace(items, version);
  }

  private async watchFrom(resourceVersion: string, signal: AbortSignal): Promise<void> {
    const started = this.options.clock.now();
    let events = 0;
    await this.watch({ resourceVersion, signal }, (event) => {
      events++;
      this.deliver(event);
    });
    if (events === 0 && this.options.clock.now() - started < SHORTEST_WATCH && !signal.aborted) {
      throw new Error(`the watch of ${this.options.resource.resource} ended at once: very short watch, no events received`);
    }
  }

  private async watch(
    { signal, ...parameters }: { readonly signal: AbortSignal; readonly resourceVersion?: string; readonly sendInitialEvents?: boolean },
    onEvent: (event: WatchEvent<T>) => void,
  ): Promise<void> {
    const timeoutSeconds = WATCH_SECONDS + this.options.random.integer(WATCH_SECONDS);
    const options = { ...this.selection, ...parameters, allowWatchBookmarks: true, timeoutSeconds };
    for await (const event of this.options.client.watch<T>(this.options.resource, options, signal)) onEvent(event);
  }

  private replace(objects: readonly T[], version: string | undefined): void {
    this.position = version;
    this.expired = false;
    this.options.sink.replace(objects);
  }

  private deliver({ type, object }: WatchEvent<T>): void {
    this.position = object.metadata?.resourceVersion ?? this.position;
    if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') this.options.sink.event(type, object);
  }
}

function collect<T extends KubeObject>(into: Map<string, T>, { type, object }: WatchEvent<T>): void {
  const key = `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;
  if (type === 'DELETED') into.delete(key);
  else into.set(key, object);
}

/** Items of a list come without the kind that an event about one of them has to name. */
function withKind<T extends KubeObject>({ apiVersion, kind, items }: KubeList<T>): readonly T[] {
  if (apiVersion === undefined || kind === undefined) return items;
  return items.map((item) => ({ apiVersion, kind: kind.replace(/List$/, ''), ...item }));
}

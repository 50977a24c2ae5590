import type { Clock, Random } from '../../base/env/ports';
import { ApiError } from '../api-error';
import type { KubeClient } from '../client';
import type { KubeObject } from '../meta';
import { Resources } from '../resources';
import { sleep } from '../sleep';
import { timeText } from '../time';
import type { Event, ObjectReference } from '../types/core';
import { createCorrelator } from './correlator';
import { distinctNanoseconds } from './nanoseconds';

export interface EventRecorder {
  /** Returns at once; the event is written in the background, after those recorded before. `object` needs kind and apiVersion. */
  event(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** Resolves when everything recorded so far is written or given up. */
  flush(): Promise<void>;
  /** Like `flush`, without waiting for a server that does not answer: what is left is tried once. */
  close(): Promise<void>;
  stop(): void;
}

export interface RecorderOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  /** `source.component` and `reportingComponent`. */
  readonly component: string;
  /** `source.host` and `reportingInstance`. @default '' */
  readonly host?: string;
  /** Told of events that could not be written. */
  readonly onError?: (error: unknown, event: Event) => void;
}

// client-go's limits: waiting events beyond these are dropped; a server that cannot be reached is tried every 10 s, 12 times.
const MOST_WAITING = 1000;
const MOST_TRIES = 12;
const RETRY_AFTER = 10_000;

/** Records events as client-go's recorder does: correlated, never failing the caller. */
export function createRecorder(options: RecorderOptions): EventRecorder {
  const { client, clock, random, component, host = '' } = options;
  const onError = options.onError ?? (() => undefined);
  const draws = random.stream('event-recorder', component);
  const nameOf = (name: string): string => eventName(name, distinctNanoseconds(clock), () => draws.uuid());
  const correlator = createCorrelator(clock, (event) => nameOf(event.involvedObject?.name ?? ''));
  const lifetime = new AbortController();
  const patience = new AbortController();
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  const write = async (event: Event): Promise<void> => {
    const result = correlator.correlate(event);
    if (result.action === 'skip') return;
    for (let tries = 1; !lifetime.signal.aborted; tries++) {
      try {
        const patch = result.action === 'patch' ? result.patch : undefined;
        correlator.stored(await store(client, result.event, patch));
        return;
      } catch (error) {
        // What the server refused, it would refuse again.
        if (error instanceof ApiError || tries === MOST_TRIES || patience.signal.aborted) {
          onError(error, event);
          return;
        }
        await sleep(clock, tries === 1 ? draws.integer(RETRY_AFTER) : RETRY_AFTER, patience.signal);
      }
    }
  };

  return {
    event(object, type, reason, message) {
      const now = timeText(clock.now());
      const event: Event = {
        kind: 'Event',
        apiVersion: 'v1',
        metadata: { name: nameOf(object.metadata?.name ?? ''), namespace: namespaceFor(object) },
        involvedObject: referenceTo(object),
        reason,
        message,
        source: { component, ...(host === '' ? {} : { host }) },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        type,
        reportingComponent: component,
        reportingInstance: host,
      };
      if (lifetime.signal.aborted || waiting >= MOST_WAITING) {
        onError(new Error('too many events are waiting to be written'), event);
        return;
      }
      waiting++;
      last = last.then(() => write(event)).finally(() => waiting--);
    },
    flush: () => last,
    close() {
      patience.abort();
      return last;
    },
    stop() {
      lifetime.abort();
      patience.abort();
    },
  };
}

async function store(client: KubeClient, event: Event, patch: object | undefined): Promise<Event> {
  if (patch === undefined) return client.create<Event>(Resources.events, event);
  const { name = '', namespace = '' } = event.metadata ?? {};
  try {
    return await client.patch<Event>(Resources.events, name, { type: 'strategic', body: patch }, { namespace });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 404) throw error;
    return client.create<Event>(Resources.events, event); // the stored one has expired
  }
}

function referenceTo({ apiVersion, kind, metadata = {} }: KubeObject): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(uid === undefined ? {} : { uid }),
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

function namespaceFor({ metadata }: KubeObject): string {
  return metadata?.namespace === undefined || metadata.namespace === '' ? 'default' : metadata.namespace;
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `name.hex`; a name that no event can have (RBAC allows colons) is replaced by a UUID. */
function eventName(name: string, nanoseconds: bigint, uuid: () => string): string {
  const made = `${name}.${nanoseconds.toString(16)}`;
  return made.length <= 253 && SUBDOMAIN.test(made) ? made : uuid();
}

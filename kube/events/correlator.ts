import type { Clock } from '../../base/env/ports';
import { timeText } from '../time';
import { tokenBucket } from '../token-bucket';
import type { TokenBucket } from '../token-bucket';
import type { Event } from '../types/core';
import { BoundedMap } from '../bounded-map';

/** What to do with an event: nothing, create it, or patch the one it repeats. */
export type Correlated =
  | { readonly action: 'skip' }
  | { readonly action: 'create'; readonly event: Event }
  | { readonly action: 'patch'; readonly event: Event; readonly patch: object };

export interface Correlator {
  correlate(event: Event): Correlated;
  /** Takes over name and count of what the server stored. */
  stored(event: Event): void;
}

// client-go's defaults: events that differ only in their message are combined from the tenth on, until ten minutes without one have
// passed; a source may send 25 events about an object, and one more every five minutes.
const COMBINED_FROM = 10;
const COMBINED_WITHIN = 600_000;
const SPAM = { burst: 25, qps: 1 / 300 };
const REMEMBERED = 4096;
const COMBINED_PREFIX = '(combined from similar events): ';

interface Similar {
  readonly messages: Set<string>;
  last: number;
}

interface Seen {
  readonly name: string;
  readonly count: number;
  readonly firstTimestamp: string;
}

/** client-go's event correlation: combines similar events, counts repeated ones, drops floods. `nameOf` names a combined event. */
export function createCorrelator(clock: Clock, nameOf: (event: Event) => string): Correlator {
  const similar = new BoundedMap<Similar>(REMEMBERED);
  const seen = new BoundedMap<Seen>(REMEMBERED);
  const budgets = new BoundedMap<TokenBucket>(REMEMBERED);

  const combine = (event: Event): { readonly event: Event; readonly key: string } => {
    const key = similarKey(event);
    const now = clock.now();
    const known = similar.get(key);
    const group = known === undefined || now - known.last > COMBINED_WITHIN ? { messages: new Set<string>(), last: now } : known;
    group.messages.add(event.message ?? '');
    group.last = now;
    similar.set(key, group);
    if (group.messages.size < COMBINED_FROM) return { event, key: exactKey(event) };
    for (const message of group.messages) {
      group.messages.delete(message); // keeps the set at its limit; upstream drops any one, too
      break;
    }
    return { event: combined(event, nameOf(event), timeText(now)), key };
  };

  const count = (event: Event, key: string): Correlated => {
    const before = seen.get(key);
    const counted =
      before === undefined
        ? event
        : { ...event, metadata: { ...event.metadata, name: before.name }, firstTimestamp: before.firstTimestamp, count: before.count + 1 };
    seen.set(key, seenOf(counted));
    if (before === undefined) return { action: 'create', event: counted };
    const { count: times, lastTimestamp, message } = counted;
    return { action: 'patch', event: counted, patch: { count: times, lastTimestamp, message } };
  };

  const isSpam = (event: Event): boolean => {
    const key = subjectKey(event);
    const budget = budgets.get(key) ?? tokenBucket(clock, SPAM);
    budgets.set(key, budget);
    return !budget.tryTake();
  };

  return {
    correlate(event) {
      const { event: observed, key } = combine(event);
      const counted = count(observed, key);
      return isSpam(observed) ? { action: 'skip' } : counted;
    },
    stored: (event) => seen.set(exactKey(event), seenOf(event)),
  };
}

/** Who speaks about what. */
function subjectKey({ source, involvedObject }: Event): string {
  const { component = '', host = '' } = source ?? {};
  const { kind = '', namespace = '', name = '', uid = '', apiVersion = '' } = involvedObject ?? {};
  return JSON.stringify([component, host, kind, namespace, name, uid, apiVersion]);
}

function exactKey(event: Event): string {
  const { type = '', reason = '', message = '', involvedObject } = event;
  return subjectKey(event) + JSON.stringify([involvedObject?.fieldPath ?? '', type, reason, message]);
}

/** All but the message. */
function similarKey(event: Event): string {
  const { type = '', reason = '', reportingComponent = '', reportingInstance = '' } = event;
  return subjectKey(event) + JSON.stringify([type, reason, reportingComponent, reportingInstance]);
}

function combined(event: Event, name: string, now: string): Event {
  return {
    metadata: { name, ...(event.metadata?.namespace === undefined ? {} : { namespace: event.metadata.namespace }) },
    ...(event.involvedObject === undefined ? {} : { involvedObject: event.involvedObject }),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.source === undefined ? {} : { source: event.source }),
    ...(event.type === undefined ? {} : { type: event.type }),
    message: COMBINED_PREFIX + (event.message ?? ''),
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  };
}

function seenOf(event: Event): Seen {
  return { name: event.metadata?.name ?? '', count: event.count ?? 1, firstTimestamp: event.firstTimestamp ?? '' };
}

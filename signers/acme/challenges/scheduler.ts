import type { ChallengeObject } from '../objects';
import { isFinal } from '../objects';

/** `--max-concurrent-challenges`. */
export const MOST_AT_ONCE = 60;
/** Started at one tick. */
const MOST_STARTED = 20;

/** The Challenges to start now: the oldest first, never two for one name and type, and not more than may be in progress. */
export function challengesToStart(challenges: readonly ChallengeObject[], mostAtOnce = MOST_AT_ONCE): readonly ChallengeObject[] {
  const alive = challenges.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const working = challenges.filter(({ status }) => status?.processing === true && !isFinal(status.state));
  const taken = new Set(working.map(subject));
  const waiting = alive.filter(isWaiting).sort(byAge);
  const started: ChallengeObject[] = [];
  for (const challenge of waiting) {
    if (started.length === MOST_STARTED || working.length + started.length >= mostAtOnce) break;
    if (taken.has(subject(challenge))) continue;
    taken.add(subject(challenge));
    started.push(challenge);
  }
  return started;
}

/** Not started yet, and worth it. */
export function isWaiting({ metadata, status }: ChallengeObject): boolean {
  return metadata?.deletionTimestamp === undefined && status?.processing !== true && !isFinal(status?.state);
}

function subject({ spec }: ChallengeObject): string {
  return `${spec?.type ?? ''} ${spec?.dnsName ?? ''}`;
}

function byAge(a: ChallengeObject, b: ChallengeObject): number {
  const [first, second] = [a, b].map(({ metadata }) => metadata?.creationTimestamp ?? '') as [string, string];
  if (first !== second) return first < second ? -1 : 1;
  return (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
}

import { isDeepStrictEqual } from 'node:util';
import type { UpstreamCase } from '../case';
import type { Replayed } from '../cluster';
import { compareCommon, type Difference } from '../compare';
import { masked, recordedFacts, watchedFacts, type Facts } from './facts';
import { arrivedRequests, recordedRequests } from './requests';

/** Compares a replay with what cert-manager did: requests, request, Issuer, Orders, Challenges, solver objects and events. */
export async function acmeDifferences(recorded: UpstreamCase, replayed: Replayed): Promise<readonly Difference[]> {
  const { arrived } = replayed.double;
  const authority = arrived.filter(({ url }) => url.startsWith('https://'));
  const expected: Facts = {
    ...recordedFacts(recorded),
    'requests of set-up': recordedRequests(recorded.sent, true),
    'requests of signing': inOrder(recorded, recordedRequests(recorded.sent, false)),
  };
  const found: Facts = {
    ...watchedFacts(replayed.watched(), recorded.issuer.metadata?.name ?? ''),
    'requests of set-up': arrivedRequests(authority, true),
    'requests of signing': inOrder(recorded, arrivedRequests(authority, false)),
  };
  const own = Object.keys(expected).flatMap((what) => compared(what, expected[what] ?? [], found[what] ?? []));
  return [...own, ...(await compareCommon(recorded, replayed, masked))];
}

/** Challenges of one Order are worked on side by side. */
function inOrder({ result }: UpstreamCase, requests: readonly string[]): readonly string[] {
  const { challenges = [] } = result as { challenges?: readonly unknown[] };
  return challenges.length > 1 ? [...requests].sort() : requests;
}

function compared(what: string, recorded: readonly string[], replayed: readonly string[]): readonly Difference[] {
  const [expected, found] = [withoutRepeats(recorded), withoutRepeats(replayed)];
  if (isDeepStrictEqual(expected, found)) return [];
  return [{ what, recorded: expected.filter((text) => !found.includes(text)), replayed: found.filter((text) => !expected.includes(text)) }];
}

function withoutRepeats(texts: readonly string[]): readonly string[] {
  return texts.filter((text, i) => text !== texts[i - 1]);
}

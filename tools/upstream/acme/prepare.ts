import type { SentRequest, UpstreamCase } from '../case';

type AcmeRequest = SentRequest & { readonly kind?: string };

/**
 * The case as a replay can have it: set-ups that were repeated only because the recorder's caches were behind are left out, and a
 * certificate is what its last download gave.
 */
export function prepared(recorded: UpstreamCase): UpstreamCase {
  const kept = withoutRepeatedSetUps(
    recorded.sent,
    recorded.steps.map(({ at }) => at),
  );
  const stored = storedCertificates(recorded);
  const last = new Map(kept.filter(({ kind }) => kind === 'certificate').map((one) => [one.path, one.answer]));
  for (const one of kept)
    if (one.kind === 'certificate' && stored.some((pem) => isIn(one.answer?.body, pem))) last.set(one.path, one.answer);
  const sent = kept.map((one) => {
    const answer = one.kind === 'certificate' ? last.get(one.path) : one.answer;
    return answer === undefined ? one : { ...one, answer };
  });
  return { ...recorded, sent };
}

function storedCertificates({ result }: UpstreamCase): readonly string[] {
  const { orders = [] } = result as { orders?: readonly { readonly object: { readonly status?: { readonly certificate?: string } } }[] };
  return orders.flatMap(({ object }) => (object.status?.certificate === undefined ? [] : [atob(object.status.certificate)]));
}

/** Whether the leaf of what was stored is the one that was downloaded. */
function isIn(body: unknown, pem: string): boolean {
  const leaf = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/.exec(pem)?.[0] ?? pem;
  return typeof body === 'string' && body.includes(leaf);
}

/** A round of set-up begins with the directory. One behind a registration that went well, with no step between, says nothing new. */
function withoutRepeatedSetUps(sent: readonly AcmeRequest[], steps: readonly number[]): readonly AcmeRequest[] {
  const setUps = sent.filter(isSetUp);
  const rounds = roundsOf(setUps);
  const dropped = new Set<AcmeRequest>();
  let settledAt: number | undefined;
  for (const round of rounds) {
    const at = round[0]?.at ?? 0;
    const settled = settledAt ?? Infinity;
    const disturbed = steps.some((step) => step > settled - SLACK && step <= at);
    if (settledAt !== undefined && !disturbed && round.length > 0) round.forEach((one) => dropped.add(one));
    else settledAt = registered(round) ? at : undefined;
  }
  return sent.filter((one) => !dropped.has(one));
}

// A step is noted when the server has answered it, which may be behind what it set off.
const SLACK = 5;

function isSetUp({ headers = {} }: AcmeRequest): boolean {
  return Object.entries(headers).some(([name, value]) => name.toLowerCase() === 'user-agent' && value.startsWith('cert-manager-'));
}

function roundsOf(requests: readonly AcmeRequest[]): readonly (readonly AcmeRequest[])[] {
  const rounds: AcmeRequest[][] = [];
  for (const one of requests) {
    if (one.kind === 'directory' || rounds.length === 0) rounds.push([]);
    rounds.at(-1)?.push(one);
  }
  return rounds;
}

/** With nothing left to be done: an account whose address was changed is looked at once more. */
function registered(round: readonly AcmeRequest[]): boolean {
  const accounts = round.filter(({ kind }) => kind === 'newAccount');
  return (
    accounts.length > 0 &&
    accounts.at(-1)?.answer?.status !== undefined &&
    (accounts.at(-1)?.answer?.status ?? 500) < 300 &&
    round.every(({ kind }) => kind !== 'account')
  );
}

import { isObject } from '../../kube/json';
import { hashedChallenge, requiredChallenges, type Authorization } from '../../signers/acme/challenge';
import type { Solver } from '../../signers/acme/pick-solver';
import { list, record, same, text, type Check, type Vector } from './check';

const EVENT = 'Failed to determine a valid solver configuration for the set of domains on the Order';

export const checkChallenge: Check = (vector) => same(challengesOf(vector), vector.expected);

function challengesOf(vector: Vector): Vector {
  const { name, kind, group } = record(vector.issuerRef);
  const order = {
    metadata: {
      name: text(vector.orderName),
      namespace: text(vector.orderNamespace),
      ...(isObject(vector.orderLabels) ? { labels: textMap(vector.orderLabels) } : {}),
      ...(isObject(vector.orderAnnotations) ? { annotations: textMap(vector.orderAnnotations) } : {}),
    },
    spec: { issuerRef: { name: text(name), kind: text(kind), group: text(group) } },
  };
  const solvers = list(vector.solvers).filter((solver): solver is Solver => isObject(solver));
  try {
    const challenges = requiredChallenges(order, list(vector.authorizations).map(authorization), solvers);
    return { challenges: challenges.map(({ spec, ...named }) => ({ ...named, specJson: hashedChallenge(spec) })) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: message, event: `${EVENT}: ${message}` };
  }
}

function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).map(([key, member]) => [key, text(member)]));
}

function authorization(value: unknown): Authorization {
  const { url, identifier, wildcard, initialState, challenges } = record(value);
  return {
    ...{ url: text(url), identifier: text(identifier), wildcard: wildcard === true, initialState: text(initialState) },
    challenges: list(challenges).map((challenge) => {
      const offered = record(challenge);
      return { url: text(offered.url), token: text(offered.token), type: text(offered.type) };
    }),
  };
}

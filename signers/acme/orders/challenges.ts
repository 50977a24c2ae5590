import { encodeBase64Url } from '../../../base/base64url';
import type { CryptoPort } from '../../../base/env/crypto';
import { asError } from '../../engine/outcome';
import { requiredChallenges, type Authorization, type Challenge } from '../challenge';
import { CHALLENGE_KIND, ORDER_KIND, type ChallengeObject, type OrderObject, type OrderStatus } from '../objects';
import type { Solver } from '../pick-solver';
import type { ChallengeChanges, OrderSync } from './result';

export function planChallenges(sync: OrderSync, status: OrderStatus): ChallengeChanges | { readonly problem: string } {
  const { order, acme, challenges } = sync;
  const authorizations = (status.authorizations ?? []).map(complete);
  try {
    const needed = requiredChallenges(
      { metadata: order.metadata ?? {}, spec: { issuerRef: order.spec?.issuerRef ?? { name: '', kind: '', group: '' } } },
      authorizations,
      (acme.solvers ?? []) as unknown as readonly Solver[],
    );
    const wanted = new Set(needed.map(({ name }) => name));
    const present = new Set(challenges.map(({ metadata }) => metadata?.name));
    return {
      create: needed.filter(({ name }) => !present.has(name)),
      delete: challenges.filter(({ metadata }) => !wanted.has(metadata?.name ?? '')),
    };
  } catch (error) {
    return { problem: asError(error).message };
  }
}

/** The object to create; its key is known only to the account. */
export function challengeObject({ name, namespace, spec }: Challenge, order: OrderObject, key: string): ChallengeObject {
  const owner = {
    ...ORDER_KIND,
    name: order.metadata?.name ?? '',
    uid: order.metadata?.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  return { ...CHALLENGE_KIND, metadata: { name, namespace, ownerReferences: [owner] }, spec: { ...spec, key } };
}

/** RFC 8555 sections 8.1 and 8.4: what is served for http-01, what goes into the record for dns-01. */
export function challengeKey({ type, token }: Challenge['spec'], thumbprint: string, crypto: CryptoPort): string {
  const authorization = `${token}.${thumbprint}`;
  if (type === 'HTTP-01') return authorization;
  return encodeBase64Url(crypto.digest('SHA-256', new TextEncoder().encode(authorization)));
}

function complete({ url, identifier = '', wildcard = false, initialState = '', challenges = [] }: Partial<Authorization>): Authorization {
  return { url: url ?? '', identifier, wildcard, initialState, challenges };
}

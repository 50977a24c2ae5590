import type { Clock } from '../../../base/env/ports';
import { timeText } from '../../../kube/time';
import { asError } from '../../engine/outcome';
import { isFailure, isFinal, type OrderStatus } from '../objects';
import { fetchAuthorizations } from './authorizations';
import { planChallenges } from './challenges';
import { createOrder } from './create';
import { fetchCertificate, finalizeOrder } from './finalize';
import { refreshed, type OrderResult, type OrderSync } from './result';

const SLOW_SERVER = 5_000;

/** Section 9.5, row by row. */
export async function syncOrder(sync: OrderSync): Promise<OrderResult> {
  const status = sync.order.status ?? {};
  try {
    const result = await step(sync, status);
    return { ...result, status: withFailureTime(result.status, sync.clock) };
  } catch (error) {
    return { status, error: asError(error) };
  }
}

function step(sync: OrderSync, status: OrderStatus): OrderResult | Promise<OrderResult> {
  const { state = '', url = '', finalizeURL = '', authorizations = [], certificate = '' } = status;
  if (isFailure(state)) return { status };
  if (url === '') return createOrder(sync, status);
  if (finalizeURL === '') return refreshed(sync, status);
  if (authorizations.some(({ identifier = '' }) => identifier === '')) return fetchAuthorizations(sync, status);
  if (state === 'valid') {
    return certificate === '' ? fetchCertificate(sync, status) : { status, challenges: { create: [], delete: sync.challenges } };
  }
  return withChallenges(sync, status);
}

function withChallenges(sync: OrderSync, status: OrderStatus): OrderResult | Promise<OrderResult> {
  const plan = planChallenges(sync, status);
  if ('problem' in plan) {
    const message = `Failed to determine a valid solver configuration for the set of domains on the Order: ${plan.problem}`;
    return { status, events: [{ type: 'Warning', reason: 'Solver', message }] };
  }
  if (plan.create.length > 0 || plan.delete.length > 0) return { status, challenges: plan };
  if (status.state === 'ready') return finalizeOrder(sync, status);
  const states = sync.challenges.map((challenge) => challenge.status?.state);
  const [failed, final] = [states.some(isFailure), states.every(isFinal)];
  return failed || final ? settle(sync, status) : { status };
}

/**
 * All is decided here; what the server makes of it counts. cert-manager does not look again when a Challenge failed here, be it only that
 * the answer to its acceptance was lost, and leaves the Order pending for ever.
 */
async function settle(sync: OrderSync, status: OrderStatus): Promise<OrderResult> {
  const result = await refreshed(sync, status);
  return result.status.state === 'pending' ? { ...result, lookAgain: SLOW_SERVER } : result;
}

function withFailureTime(status: OrderStatus, clock: Clock): OrderStatus {
  return isFailure(status.state) && status.failureTime === undefined ? { ...status, failureTime: timeText(clock.now()) } : status;
}

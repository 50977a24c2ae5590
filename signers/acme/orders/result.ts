import type { Clock } from '../../../base/env/ports';
import type { AcmeIssuer } from '../../engine/issuer-upstreams';
import type { EventNote } from '../../engine/outcome';
import type { Challenge } from '../challenge';
import { isClientError } from '../client/session';
import type { RegisteredAccount } from '../clients';
import type { ChallengeObject, OrderObject, OrderStatus } from '../objects';

/** Challenges that an Order lacks, and those that it has for nothing. */
export interface ChallengeChanges {
  readonly create: readonly Challenge[];
  readonly delete: readonly ChallengeObject[];
}

/** What one look at an Order has to work with. */
export interface OrderSync {
  readonly order: OrderObject;
  readonly acme: AcmeIssuer;
  readonly account: RegisteredAccount;
  readonly clock: Clock;
  /** Owned by the Order. */
  readonly challenges: readonly ChallengeObject[];
}

/** What it came to: the status is written if it changed, then the challenges, then the error comes back later. */
export interface OrderResult {
  readonly status: OrderStatus;
  readonly events?: readonly EventNote[];
  readonly challenges?: ChallengeChanges;
  readonly error?: Error;
  /** Milliseconds. */
  readonly lookAgain?: number;
}

/** The status with what the server says now. */
export async function refreshed({ account, order }: Pick<OrderSync, 'account' | 'order'>, status: OrderStatus): Promise<OrderResult> {
  try {
    const found = await account.client.order(order.status?.url ?? '');
    const finalizeURL = status.finalizeURL ?? found.finalize;
    const urls = found.authorizations.map((url) => ({ url }));
    const authorizations = (status.authorizations ?? []).length === 0 ? urls : status.authorizations;
    return { status: { ...status, ...(authorizations === undefined ? {} : { authorizations }), finalizeURL, state: found.status } };
  } catch (error) {
    if (!isClientError(error)) throw error;
    return { status: errored(status, `Failed to retrieve Order resource: ${error.message}`) };
  }
}

/** Final, and the reason is told on the request. */
export function errored(status: OrderStatus, reason: string): OrderStatus {
  return { ...status, state: 'errored', reason };
}

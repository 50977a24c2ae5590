import type { GroupVersionResource, KubeObject } from '../../kube/meta';
import type { Authorization, ChallengeSpec } from './challenge';
import type { OrderSpec } from './order';

export const ORDERS: GroupVersionResource = { group: 'acme.cert-manager.io', version: 'v1', resource: 'orders' };
export const CHALLENGES: GroupVersionResource = { group: 'acme.cert-manager.io', version: 'v1', resource: 'challenges' };

/** acme.cert-manager.io/v1 Order, as it is stored. */
export interface OrderObject extends KubeObject {
  spec?: OrderSpec;
  status?: OrderStatus;
}

export interface OrderStatus {
  readonly url?: string;
  readonly finalizeURL?: string;
  readonly authorizations?: readonly OrderAuthorization[];
  readonly certificate?: string;
  readonly state?: string;
  readonly reason?: string;
  readonly failureTime?: string;
}

/** Only the address is known before the server was asked. */
export type OrderAuthorization = Pick<Authorization, 'url'> & Partial<Authorization>;

/** acme.cert-manager.io/v1 Challenge, as it is stored. */
export interface ChallengeObject extends KubeObject {
  spec?: ChallengeSpec;
  status?: ChallengeStatus;
}

export interface ChallengeStatus {
  readonly processing?: boolean;
  readonly presented?: boolean;
  readonly presentedAt?: string;
  readonly reason?: string;
  readonly state?: string;
}

export const ORDER_KIND = { apiVersion: 'acme.cert-manager.io/v1', kind: 'Order' } as const;
export const CHALLENGE_KIND = { apiVersion: 'acme.cert-manager.io/v1', kind: 'Challenge' } as const;

const FAILURES: ReadonlySet<string> = new Set(['invalid', 'expired', 'errored']);

export function isFailure(state: string | undefined): boolean {
  return FAILURES.has(state ?? '');
}

/** Nothing will change any more. */
export function isFinal(state: string | undefined): boolean {
  return state === 'valid' || isFailure(state);
}

import type { Clock, Network } from '../../base/env/ports';
import type { CryptoPort } from '../../base/env/crypto';
import type { VenafiOrder } from './order';
import type { Zone } from './zone';

export interface VenafiPorts {
  readonly network: Network;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  /** Names the controller that asks. */
  readonly userAgent: string;
}

/** One product's way of doing what a Venafi issuer needs. Methods reject with vcert's texts. */
export interface Connector {
  /** Rejects with an AuthError when the server would not have the credentials. */
  authenticate(): Promise<void>;
  ping(): Promise<void>;
  readZone(): Promise<Zone>;
  /** Resolves with the pickup id. */
  submit(order: VenafiOrder): Promise<string>;
  /** Resolves with the PEM of the certificate and its chain; rejects with a RetrieveTimeout when there is none in time. */
  retrieve(order: VenafiOrder, pickupId: string): Promise<string>;
}

/** Of one request. */
export const TIMEOUT = 30_000;

/** Between two looks at an order, and of all looks together. */
export const POLL_INTERVAL = 2000;
export const POLL_LIMIT = 60_000;

/** The credentials are not good, or nobody can say that they are. */
export class AuthError extends Error {
  override readonly name = 'AuthError';

  constructor(message: string, options?: ErrorOptions) {
    super(`OAuth token request failed: ${message}`, options);
  }
}

/** The order is still not done. */
export class RetrieveTimeout extends Error {
  override readonly name = 'RetrieveTimeout';

  constructor(pickupId: string) {
    super(`Operation timed out. You may try retrieving the certificate later using Pickup ID: ${pickupId}`);
  }
}

/** The server says what cannot be: asking again will not help. */
export class ImpossibleAnswer extends Error {
  override readonly name = 'ImpossibleAnswer';
}

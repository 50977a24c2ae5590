import type { CaaRecord } from '../../../base/dns/resolver';
import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Network, Random } from '../../../base/env/ports';

export interface AcmeServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** Carries the validation of http-01 and, where it can dial TLS, of tls-alpn-01, which is not offered otherwise. */
  readonly network: Pick<Network, 'fetch' | 'dialTls'>;
  /** Addresses of names, and TXT values for dns-01. Without `addresses` the network finds names by itself. */
  readonly resolver: AcmeResolver;
  /** @default 80 */
  readonly httpPort?: number;
  /** @default 443 */
  readonly tlsPort?: number;
  /** Milliseconds that a validation waits before it looks. @default 0 */
  readonly validationDelay?: number;
  /** Milliseconds between finalize and the certificate. @default 0 */
  readonly issuanceDelay?: number;
  /** Every challenge becomes valid without a look. @default false */
  readonly alwaysValid?: boolean;
  /** Percent of good nonces that are refused, as Pebble does by default. @default 5 */
  readonly nonceReject?: number;
  /** Percent of valid authorizations that a new order takes over. @default 50 */
  readonly authzReuse?: number;
  /** Roots beside the first; each is an alternate chain. @default 0 */
  readonly alternateRoots?: number;
  /** Intermediate certificates of each chain. @default 1 */
  readonly chainLength?: number;
  /** Key ids and MAC keys; with any, accounts may be bound. @default none */
  readonly externalAccounts?: Readonly<Record<string, Uint8Array>>;
  /** Refuses accounts without a binding. @default false */
  readonly externalAccountRequired?: boolean;
  /** @default a data URL; an empty text asks for no agreement */
  readonly termsOfService?: string;
  /** Names (and all below them) that are refused. @default blocked-domain.example */
  readonly blockedDomains?: readonly string[];
  /** Refuses orders beyond it with rateLimited and Retry-After. @default none */
  readonly rateLimit?: RateLimit;
  /** By name; the first one is taken when an order asks for none. @default default and shortlived */
  readonly profiles?: Readonly<Record<string, AcmeProfile>>;
  /** Seconds in Retry-After of pending authorizations and processing orders. @default 1 and 1 */
  readonly retryAfter?: { readonly authz: number; readonly order: number };
}

export interface RateLimit {
  /** New orders of one account… */
  readonly orders: number;
  /** …in so many seconds. */
  readonly seconds: number;
}

export interface AcmeProfile {
  readonly description: string;
  /** Seconds. */
  readonly validityPeriod: number;
}

export interface AcmeResolver {
  addresses?(name: string): Promise<readonly string[]>;
  /** The values of a name's TXT records, behind CNAMEs. Rejects when the lookup fails. */
  txt(name: string): Promise<readonly string[]>;
  /** CAA records of this name alone. @default nobody minds */
  caa?(name: string): Promise<readonly CaaRecord[]>;
}

export const DEFAULT_PROFILES: Readonly<Record<string, AcmeProfile>> = {
  default: { description: 'Certificates of 90 days', validityPeriod: 90 * 24 * 3600 },
  shortlived: { description: 'Certificates of 6 days', validityPeriod: 6 * 24 * 3600 },
};

import type { CryptoPort } from '../../base/env/crypto';
import type { Clock, Network, Random } from '../../base/env/ports';
import type { OrderStore } from '../acme/order-store';
import type { IssuerType } from './issuer';
import type { Ready } from './ladder';
import type { Outcome } from './outcome';
import type { Steps } from './steps';

/** What signers work with; an explanation runs them with the same tools. */
export interface SignerTools {
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  readonly network: Network;
  readonly random: Random;
  /** Absent where the ACME signer only explains. */
  readonly orders?: OrderStore;
  /** Where the Secrets of ClusterIssuers are. */
  readonly clusterResourceNamespace: string;
}

/**
 * Takes a request that has passed the ladder to its outcome, asking for what it needs and reporting its own gates. Ends with undefined
 * behind a gate that stays shut.
 */
export type Signer = (ready: Ready, tools: SignerTools) => Steps<Outcome | undefined>;

export type Signers = Readonly<Record<IssuerType, Signer>>;

import type { CryptoPort } from '../../base/env/crypto';
import type { IssuerRef } from '../engine/signer-name';

/** Where an issuer stands. */
export interface VaultPlace {
  readonly ref: IssuerRef;
  /** Where the issuer's Secrets and service accounts are. */
  readonly namespace: string;
  readonly crypto: CryptoPort;
}

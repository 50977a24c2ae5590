import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Network, RandomStream } from '../../../base/env/ports';
import type { KubeClient } from '../../../kube/client';
import type { JsonObject } from '../../../kube/json';
import type { Secret } from '../../../kube/types/core';

/** A TXT record that meets a challenge. */
export interface ChallengeRecord {
  /** Without `*.` */
  readonly domain: string;
  /** Fully qualified, with the dot at its end. */
  readonly name: string;
  /** The zone that `name` is in, likewise. Empty for providers that need not know. */
  readonly zone: string;
  readonly value: string;
}

/** Puts records into somebody's zone. Values beside others of the same name are left alone. */
export interface DnsProvider {
  present(record: ChallengeRecord): Promise<void>;
  cleanUp(record: ChallengeRecord): Promise<void>;
}

export interface ProviderTools {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  readonly network: Network;
  readonly random: RandomStream;
  /** Where the issuer's Secrets are. */
  readonly namespace: string;
  /** The provider's part of the solver. */
  readonly config: JsonObject;
  readonly readSecret: (name: string) => Promise<Secret>;
}

import type { Network, RandomStream } from '../../../base/env/ports';
import type { KubeClient } from '../../../kube/client';
import type { JsonObject } from '../../../kube/json';

/** A TXT record that meets a challenge. */
export interface ChallengeRecord {
  /** Without `*.` */
  readonly domain: string;
  /** Fully qualified, with the dot at its end. */
  readonly name: string;
  readonly value: string;
}

/** Puts records into somebody's zone. Values beside others of the same name are left alone. */
export interface DnsProvider {
  present(record: ChallengeRecord): Promise<void>;
  cleanUp(record: ChallengeRecord): Promise<void>;
}

export interface ProviderTools {
  readonly client: KubeClient;
  readonly network: Pick<Network, 'fetch'>;
  readonly random: RandomStream;
  /** Where the issuer's Secrets are. */
  readonly namespace: string;
  /** The provider's part of the solver. */
  readonly config: JsonObject;
  /** Text under a key of a Secret. */
  readonly secret: (name: string, key: string) => Promise<string>;
}

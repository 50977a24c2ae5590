import type { CryptoPort } from '../base/env/crypto';
import type { Environment } from '../base/env/ports';
import type { Transport } from '../kube/client';
import type { ControllerChoice } from './engine/controller-names';
import type { Log } from './engine/log';
import type { Dns01Lookups } from './engine/world';

export interface SignersOptions extends ControllerChoice {
  /** Carries the identity that the engine acts as. */
  readonly transport: Transport;
  readonly environment: Environment;
  readonly crypto: CryptoPort;
  /** Where the Secrets of ClusterIssuers are. @default 'kube-system' */
  readonly clusterResourceNamespace?: string;
  /** Workers of each controller. @default 5 */
  readonly workers?: number;
  /** Requests to the API server, of all controllers together. @default no limit; cert-manager's is 20 and 50 */
  readonly rateLimit?: { readonly qps: number; readonly burst: number };
  /** Work only while holding the Lease `cert-manager-controller` of this namespace. @default no election */
  readonly leaderElection?: { readonly namespace: string; readonly identity: string };
  /** Whether HTTP-01 may be solved through Gateways: `--enable-gateway-api`. @default false */
  readonly gatewayApi?: boolean;
  /** How the DNS is asked for DNS-01. @default the machine's name servers, then those of the zone */
  readonly dns01?: Dns01Lookups;
  /** @default nothing is logged */
  readonly log?: Log;
}

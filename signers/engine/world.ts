import type { Clock } from '../../base/env/ports';
import type { KubeClient } from '../../kube/client';
import type { Informer } from '../../kube/informer';
import type { KubeObject } from '../../kube/meta';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { PRIVATE_KEY_ANNOTATION } from './annotations';
import type { AcmeWorld } from '../acme/acme-world';
import type { Issuer } from './issuer';
import type { Log } from './log';
import type { Metrics } from './metrics';
import type { EventNote } from './outcome';
import type { SignerTools } from './signer';
import { issuerKey, issuerRef } from './signer-name';
import type { IssuerRef } from './signer-name';

/** What all controllers share. */
export interface World {
  readonly requests: Informer<CertificateSigningRequest>;
  readonly issuers: Informer<Issuer>;
  /** Absent when the engine is confined to one namespace. */
  readonly clusterIssuers?: Informer<Issuer>;
  /** Metadata only: it says when to look, not what is there. */
  readonly secrets: Informer<KubeObject>;
  readonly acme: AcmeWorld;
  /** @default false */
  readonly gatewayApi?: boolean;
  /** @default the machine's name servers, then those of the zone */
  readonly dns01?: Dns01Lookups;
  readonly clock: Clock;
  readonly tools: SignerTools;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Workers of each controller. */
  readonly workers: number;
  /** The identity of one controller: its own user agent, field manager and event source. */
  identity(component: string): Identity;
}

/** How the DNS is asked for DNS-01: `--dns01-recursive-nameservers` and `--dns01-recursive-nameservers-only`. */
export interface Dns01Lookups {
  /** Each `host:port` or `https://…`. @default those of the machine */
  readonly nameservers?: readonly string[];
  /** Whether only these are asked for the records, not the servers of the zone. @default false */
  readonly recursiveOnly?: boolean;
}

export interface Identity {
  readonly client: KubeClient;
  readonly tell: (about: KubeObject, event: EventNote) => void;
}

export interface Controller {
  readonly name: string;
  /** Resolves when the queue is empty after `stop`. */
  run(): Promise<void>;
  stop(): void;
}

/** Names of the indexes over requests. */
export const BY_ISSUER = 'issuer';
export const BY_KEY_SECRET = 'private-key-secret';

export function indexRequests(requests: Informer<CertificateSigningRequest>): void {
  requests.addIndexer(BY_ISSUER, ({ spec }) => {
    const ref = issuerRef(spec?.signerName ?? '');
    return ref === undefined ? [] : [issuerKey(ref)];
  });
  requests.addIndexer(BY_KEY_SECRET, ({ metadata }) => {
    const secret = metadata?.annotations?.[PRIVATE_KEY_ANNOTATION] ?? '';
    return secret === '' ? [] : [secret];
  });
}

/** From the caches. Throws where the engine has none. */
export function findIssuer(world: World, { kind, namespace, name }: IssuerRef): Issuer | undefined {
  if (kind === 'Issuer') return world.issuers.store.get(namespace === '' ? name : `${namespace}/${name}`);
  if (world.clusterIssuers) return world.clusterIssuers.store.get(name);
  throw new Error(`cannot get ClusterIssuer named "${name}" as cert-manager is scoped to a single namespace`);
}

/** Whether an update is one: what a resync repeats is not. */
export function changed(previous: KubeObject, next: KubeObject): boolean {
  return previous.metadata?.resourceVersion !== next.metadata?.resourceVersion;
}

import type { Transport } from '../kube/client';
import { createInformerFactory } from '../kube/informer';
import type { Informer } from '../kube/informer';
import type { KubeObject } from '../kube/meta';
import { Resources } from '../kube/resources';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import type { Issuer } from './engine/issuer';
import { CLUSTER_ISSUERS, ISSUERS } from './engine/resources';
import { indexRequests } from './engine/world';
import type { ChallengeObject, OrderObject } from './acme/objects';
import { CHALLENGES, ORDERS } from './acme/objects';
import { clientOf } from './identities';
import type { SignersOptions } from './options';

export interface Caches {
  readonly requests: Informer<CertificateSigningRequest>;
  readonly issuers: Informer<Issuer>;
  readonly clusterIssuers?: Informer<Issuer>;
  readonly orders: Informer<OrderObject>;
  readonly challenges: Informer<ChallengeObject>;
  /** Metadata only. */
  readonly secrets: Informer<KubeObject>;
  /** Resolves when all are filled. */
  start(): Promise<void>;
  stop(): void;
}

const COMPONENT = 'cert-manager';

const metadataAs = (kind: string): string => `application/json;as=${kind};g=meta.k8s.io;v=v1`;

// A server takes the one kind for lists only and the other for watches only.
const METADATA_ONLY = { accept: metadataAs('PartialObjectMetadataList'), watchAccept: metadataAs('PartialObjectMetadata') };

/** What the controllers know without asking: shared, not yet started. */
export function createCaches(transport: Transport, { environment, namespace = '', log }: SignersOptions): Caches {
  const { clock, random } = environment;
  const onError = (error: unknown): void => log?.({ level: 'error', controller: 'cache', message: String(error) });
  const scope = namespace === '' ? {} : { namespace };
  const client = clientOf(transport, COMPONENT);
  const cluster = createInformerFactory({ client, clock, random, onError });
  const scoped = createInformerFactory({ client, clock, random, onError, ...scope });
  const metadata = createInformerFactory({ client: clientOf(transport, COMPONENT, METADATA_ONLY), clock, random, onError, ...scope });
  const factories = [cluster, scoped, metadata];
  const requests = cluster.informer<CertificateSigningRequest>(Resources.certificateSigningRequests);
  indexRequests(requests);
  return {
    requests,
    issuers: scoped.informer<Issuer>(ISSUERS),
    ...(namespace === '' ? { clusterIssuers: cluster.informer<Issuer>(CLUSTER_ISSUERS) } : {}),
    orders: scoped.informer<OrderObject>(ORDERS),
    challenges: scoped.informer<ChallengeObject>(CHALLENGES),
    secrets: metadata.informer<KubeObject>(Resources.secrets),
    async start() {
      for (const factory of factories) factory.start();
      await Promise.all(factories.map((factory) => factory.synced()));
    },
    stop: () => factories.forEach((factory) => factory.stop()),
  };
}

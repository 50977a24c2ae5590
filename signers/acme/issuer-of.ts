import { goQuote } from '../../base/go';
import type { Informer } from '../../kube/informer';
import { resourceNamespace, type Issuer } from '../engine/issuer';
import { issuerKey, type IssuerKind } from '../engine/signer-name';
import { changed, findIssuer, type World } from '../engine/world';
import type { ChallengeObject, OrderObject } from './objects';

type Referring = OrderObject | ChallengeObject;

export const BY_ISSUER_REF = 'issuer-ref';

/** The issuer that an Order or a Challenge names. Throws cert-manager's text when there is none. */
export function issuerOf(world: World, object: Referring): Issuer {
  const ref = referenceOf(object);
  const issuer = findIssuer(world, ref);
  if (issuer !== undefined) return issuer;
  const resource = ref.kind === 'Issuer' ? 'issuer.cert-manager.io' : 'clusterissuer.cert-manager.io';
  throw new Error(`error reading (cluster)issuer ${goQuote(ref.name)}: ${resource} ${goQuote(ref.name)} not found`);
}

/** Where the Secrets of the object's issuer are. */
export function secretNamespace(world: World, object: Referring): string {
  const { kind, namespace } = referenceOf(object);
  return resourceNamespace(kind, namespace, world.tools.clusterResourceNamespace);
}

export function indexByIssuer(informer: Informer<OrderObject>): void {
  informer.addIndexer(BY_ISSUER_REF, (order) => [issuerKey(referenceOf(order))]);
}

/** Tells the key of every issuer that changes. */
export function watchIssuers(world: World, wake: (key: string) => void): void {
  const follow = (kind: IssuerKind, informer: Informer<Issuer> | undefined): void => {
    const tell = ({ metadata }: Issuer): void =>
      wake(issuerKey({ kind, namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' }));
    informer?.addHandlers({ add: tell, delete: tell, update: (previous, next) => changed(previous, next) && tell(next) });
  };
  follow('Issuer', world.issuers);
  follow('ClusterIssuer', world.clusterIssuers);
}

function referenceOf({ metadata, spec }: Referring): { readonly kind: IssuerKind; readonly namespace: string; readonly name: string } {
  const { kind, name = '' } = spec?.issuerRef ?? {};
  if (kind === 'ClusterIssuer') return { kind, namespace: '', name };
  return { kind: 'Issuer', namespace: metadata?.namespace ?? '', name };
}

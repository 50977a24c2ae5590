import { ApiError } from '../../../../kube/api-error';
import { isObject } from '../../../../kube/json';
import { parseApiVersion, type KubeObject } from '../../../../kube/meta';
import type { BoundObjectReference } from '../../../../kube/types/authentication';
import type { ObjectReader } from '../../model/action';
import type { RequestInfo } from '../../model/request-context';

interface Ref {
  readonly name: string;
  readonly uid: string;
}

/** What a token is bound to; a pod's token names the pod's node too. */
export interface BoundObjects {
  readonly pod?: Ref;
  readonly secret?: Ref;
  readonly node?: Ref;
}

const COLLECTIONS: Readonly<Record<string, string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' };

/** Throws 400 for a kind that no token can be bound to, 404 for a missing object, 409 for another object of that name. */
export function boundObjects(ref: BoundObjectReference | undefined, info: RequestInfo, objects: ObjectReader): BoundObjects {
  if (ref === undefined) return {};
  const { kind = '', apiVersion = '', name = '', uid = '' } = ref;
  // What is no API version counts as none.
  const { group, version } = apiVersion.split('/').length > 2 ? { group: '', version: '' } : parseApiVersion(apiVersion);
  const collection = group === '' ? COLLECTIONS[kind] : undefined;
  if (collection === undefined) throw ApiError.badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  if (name === '') throw ApiError.badRequest('Name parameter required.');
  const stored = objects.get(collection, collection === 'nodes' ? '' : info.namespace, name);
  if (stored === undefined) throw ApiError.notFound({ group: '', resource: collection }, name);
  const found = { name, uid: stored.metadata?.uid ?? '' };
  const node = collection === 'pods' ? nodeOf(stored, info.name, objects) : undefined;
  if (uid !== '' && uid !== found.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw ApiError.conflict({ group, resource: kind }, name, why);
  }
  if (collection === 'nodes') return { node: found };
  if (collection === 'secrets') return { secret: found };
  return { pod: found, ...(node === undefined ? {} : { node }) };
}

function nodeOf(pod: KubeObject & { readonly spec?: unknown }, account: string, objects: ObjectReader): Ref | undefined {
  const spec = isObject(pod.spec) ? pod.spec : {};
  if (spec.serviceAccountName !== account) {
    throw ApiError.badRequest(`cannot bind token for serviceaccount "${account}" to pod running with different serviceaccount name.`);
  }
  const { nodeName } = spec;
  if (typeof nodeName !== 'string' || nodeName === '') return undefined;
  return { name: nodeName, uid: objects.get('nodes', '', nodeName)?.metadata?.uid ?? '' };
}

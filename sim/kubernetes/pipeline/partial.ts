import { ApiError } from '../../../kube/api-error';
import type { KubeObject } from '../../../kube/meta';
import type { Target } from './call';
import type { Transform } from './media-type';

/** The object's metadata alone. Throws 406 when a list was asked for. */
export function partialObject(object: KubeObject, transform: Transform, target: Target): KubeObject {
  if (transform.kind === 'PartialObjectMetadata') return partialItem(object, transform.version);
  const type = internalType(target, target.definition.kind);
  throw mismatch(`you requested PartialObjectMetadataList, but the requested object is not a list (${type})`);
}

export function partialItem(object: KubeObject, version: string): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata ?? {} };
}

export function checkPartialList(transform: Transform, target: Target): void {
  if (transform.kind === 'PartialObjectMetadataList') return;
  const type = internalType(target, target.definition.listKind);
  throw mismatch(`you requested PartialObjectMetadata, but the requested object is a list (${type})`);
}

function mismatch(message: string): ApiError {
  return ApiError.of({ code: 406, reason: 'NotAcceptable', message });
}

/** Go's name of the internal type: `*core.ConfigMapList`, `*certificates.CertificateSigningRequest`. */
function internalType({ definition }: Target, kind: string): string {
  if (definition.custom) return kind === definition.listKind ? '*unstructured.UnstructuredList' : '*unstructured.Unstructured';
  const group = definition.group === '' || definition.group === 'events.k8s.io' ? 'core' : (definition.group.split('.')[0] ?? '');
  return `*${group}.${kind}`;
}

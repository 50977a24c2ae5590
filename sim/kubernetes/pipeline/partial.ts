import { ApiError } from '../../../kube/api-error';
import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import { builtInType } from '../schema';
import type { Target } from './call';
import type { Transform } from './media-type';

/** The object's metadata alone. Throws 406 when a list was asked for. */
export function partialObject(object: KubeObject, transform: Transform, target: Target): KubeObject {
  if (transform.kind === 'PartialObjectMetadata') return partialItem(object, transform.version);
  const type = internalType(target, target.definition.kind);
  throw mismatch(`you requested PartialObjectMetadataList, but the requested object is not a list (${type})`);
}

export function partialItem({ metadata = {} }: KubeObject, version: string): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: inGoOrder(metadata) };
}

/** In the order in which Go declares the members, whoever set them first. */
function inGoOrder(metadata: ObjectMeta): ObjectMeta {
  const members: Record<string, unknown> = { ...metadata };
  return Object.fromEntries(memberNames().flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]])));
}

let names: readonly string[] | undefined;

function memberNames(): readonly string[] {
  if (names !== undefined) return names;
  const type = builtInType({ group: 'meta.k8s.io', version: 'v1', kind: 'PartialObjectMetadata' })?.field('metadata')?.type;
  if (type?.kind !== 'struct') throw new Error('schema/data describes no metadata: rebuild it with tools/build-kube-data.ts');
  return (names = type.fields.map(({ name }) => name));
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

import type { KubeObject } from '../../../kube/meta';
import type { Call, Target } from './call';

export function trackCreate(_call: Call, _target: Target, object: KubeObject): KubeObject {
  const { managedFields: _sent, ...metadata } = object.metadata ?? {};
  return { ...object, metadata };
}

export function trackUpdate(
  _call: Call,
  _target: Target,
  { next, current }: { readonly next: KubeObject; readonly current: KubeObject },
): KubeObject {
  const { managedFields: _sent, ...metadata } = next.metadata ?? {};
  const kept = current.metadata?.managedFields;
  return { ...next, metadata: { ...metadata, ...(kept === undefined ? {} : { managedFields: kept }) } };
}

import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import { pathSegmentName, validateObjectMeta, validateObjectMetaUpdate } from '../../../kube/validation';
import { invalid, withGeneration } from './before-create';
import type { Strategy } from '../model/strategy';
import type { Call, Target } from './call';
import { sameTree } from '../../../kube/same-tree';

/** rest.BeforeUpdate: puts back what an update cannot change, lets the strategy prepare, validates. Throws 422. */
export function beforeUpdate(
  call: Call,
  target: Target,
  { next, current }: { readonly next: KubeObject; readonly current: KubeObject },
): KubeObject {
  const { endpoint, definition } = target;
  const { strategy } = endpoint;
  const stored = current.metadata ?? {};
  const kept = { ...next, metadata: withoutGeneration(next.metadata ?? {}, stored) };
  const prepared = strategy.prepareForUpdate?.(kept, current, call) ?? kept;
  const restored = { ...prepared, metadata: restoredMetadata(prepared.metadata ?? {}, stored) };
  const counted =
    strategy.generation === true ? withGeneration(restored, nextGeneration(restored, current, strategy.generationCounts)) : restored;
  const meta = counted.metadata ?? {};
  const rules = { namespaced: definition.namespaced, validateName: pathSegmentName };
  const errors = [
    ...validateObjectMeta(meta, rules),
    ...validateObjectMetaUpdate(meta, stored),
    ...(strategy.validateUpdate?.(counted, current, call) ?? []),
  ];
  if (errors.length > 0) throw invalid(endpoint, meta.name ?? '', errors);
  for (const warning of strategy.warningsOnUpdate?.(counted, current, call) ?? []) call.warn(warning);
  return strategy.canonicalize?.(counted) ?? counted;
}

function restoredMetadata(meta: ObjectMeta, stored: ObjectMeta): ObjectMeta {
  const { uid, deletionTimestamp, deletionGracePeriodSeconds } = stored;
  const grace = meta.deletionGracePeriodSeconds ?? deletionGracePeriodSeconds;
  return {
    ...meta,
    ...((meta.uid ?? '') === '' && uid !== undefined ? { uid } : {}),
    ...(stored.creationTimestamp === undefined ? {} : { creationTimestamp: stored.creationTimestamp }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(grace === undefined ? {} : { deletionGracePeriodSeconds: grace }),
  };
}

/** Nobody but the server counts generations; selfLink is a thing of the past. */
function withoutGeneration(
  { generation: _generation, selfLink: _selfLink, ...rest }: ObjectMeta & { readonly selfLink?: string },
  stored: ObjectMeta,
): ObjectMeta {
  return stored.generation === undefined ? rest : { ...rest, generation: stored.generation };
}

/** Counts changes of what is neither status nor metadata, except for the members of metadata that count. */
function nextGeneration(next: KubeObject, current: KubeObject, counts: Strategy['generationCounts'] = []): number {
  const generation = current.metadata?.generation ?? 0;
  const same = counts.every((member) => sameTree(next.metadata?.[member] ?? {}, current.metadata?.[member] ?? {}));
  return same && sameTree(specOf(next), specOf(current)) ? generation : generation + 1;
}

function specOf({ metadata: _metadata, ...rest }: KubeObject): object {
  const { status: _status, ...spec } = rest as { status?: unknown };
  return spec;
}

import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import { Cell } from '../store/cell';
import { attributesOf, mutateDeletion, validateAdmission } from './admit';
import type { Call, Target } from './call';
import type { DeleteOptions } from './delete-options';
import { checkPreconditions } from './delete-preconditions';
import { shown } from './encode';
import { finalizersAfterDelete } from './gc-finalizers';
import { collectionOf } from './place';
import { sameTree } from '../../../kube/same-tree';

export interface Deleted {
  readonly cell: Cell;
  /** Nothing of it is left; otherwise it waits for its finalizers. */
  readonly gone: boolean;
}

/** registry.Store.Delete of one key. Undefined when there is no such object. Throws. */
export async function deleteObject(
  call: Call,
  target: Target,
  { key, options }: { readonly key: string; readonly options: DeleteOptions },
): Promise<Deleted | undefined> {
  for (;;) {
    const cell = collectionOf(call, target).get(key);
    if (cell === undefined) return undefined;
    const current = shown(cell, target.version);
    checkPreconditions(target, current, options);
    const name = current.metadata?.name ?? '';
    const attributes = attributesOf(call, target, { operation: 'DELETE', name, oldObject: current, options: optionsObject(options) });
    const mutating = mutateDeletion(call, attributes);
    if (mutating instanceof Promise) await mutating;
    const validating = validateAdmission(call, attributes);
    if (validating instanceof Promise) await validating;
    const next = marked(call, target, { current, options });
    const deleted = next === undefined ? remove(call, target, cell) : mark(call, target, { cell, current, next });
    if (deleted !== undefined) return deleted;
  }
}

/** The object as it waits for its end; undefined when it can go at once. */
function marked(
  call: Call,
  target: Target,
  { current, options }: { readonly current: KubeObject; readonly options: DeleteOptions },
): KubeObject | undefined {
  const strategy = target.version.endpoints.get('')?.strategy ?? {};
  const meta = current.metadata ?? {};
  const finalizers = finalizersAfterDelete(meta.finalizers ?? [], options, strategy);
  const held = { ...current, metadata: withFinalizers(meta, finalizers) };
  const { deletionTimestamp, generation = 0 } = meta;
  const now = timeText(call.clock.now());
  if (deletionTimestamp === undefined && strategy.beginDeletion !== undefined) {
    return strategy.beginDeletion({ ...held, metadata: { ...held.metadata, deletionTimestamp: now } }, call);
  }
  if (strategy.holdsDeletion?.(current) === true) return current;
  if (finalizers.length === 0) return undefined;
  const counted = deletionTimestamp === undefined && generation > 0 ? { generation: generation + 1 } : {};
  const ending = { deletionTimestamp: deletionTimestamp ?? now, deletionGracePeriodSeconds: 0 };
  return { ...held, metadata: { ...held.metadata, ...counted, ...ending } };
}

function withFinalizers({ finalizers: _finalizers, ...rest }: ObjectMeta, finalizers: readonly string[]): ObjectMeta {
  return finalizers.length === 0 ? rest : { ...rest, finalizers: [...finalizers] };
}

interface Mark {
  readonly cell: Cell;
  readonly current: KubeObject;
  readonly next: KubeObject;
}

function mark(call: Call, target: Target, { cell, current, next }: Mark): Deleted | undefined {
  if (sameTree(next, current)) return { cell, gone: false };
  const { definition, version } = target;
  const stored = version.convert?.toStored(next) ?? next;
  if (call.dryRun) return { cell: new Cell(cell.key, cell.revision, stored, { deleted: false, previous: undefined }), gone: false };
  const written = call.kernel.store.commit({ collection: definition.collection, key: cell.key, from: cell, object: stored });
  return written === undefined ? undefined : { cell: written, gone: false };
}

function remove(call: Call, { definition }: Target, cell: Cell): Deleted | undefined {
  if (call.dryRun) return { cell, gone: true };
  const written = call.kernel.store.commit({ collection: definition.collection, key: cell.key, from: cell, object: undefined });
  return written === undefined ? undefined : { cell: written, gone: true };
}

function optionsObject(options: DeleteOptions): KubeObject {
  return { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', ...options };
}

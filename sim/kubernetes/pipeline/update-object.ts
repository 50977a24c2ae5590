import { ApiError } from '../../../kube/api-error';
import { FieldErrors } from '../../../kube/field-error';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { forbiddenError } from '../access';
import { keepTimesOfNoOp } from '../fields';
import { Cell } from '../store/cell';
import { attributesOf, mutate, validateAdmission } from './admit';
import { beforeUpdate } from './before-update';
import type { Call, Target } from './call';
import { createObject } from './create-object';
import { shown } from './encode';
import { dedupeOwners } from './owner-references';
import { callKey, collectionOf } from './place';
import { parseRevision, revisionProblem } from './revision';
import { sameTree } from '../../../kube/same-tree';
import type { WriteOptions } from './write-options';

export interface Update {
  readonly options: WriteOptions;
  /** Makes the new object, managedFields included; runs again whenever somebody else wrote in between. Throws. */
  readonly next: (current: KubeObject) => KubeObject;
  /** The object to create when there is none; undefined answers 404. */
  readonly create: (() => KubeObject) | undefined;
  /** As `create`'s managedFields are. */
  readonly applied?: boolean;
  /** The uid that the stored object must have. */
  readonly uid?: string;
}

export interface Updated {
  readonly cell: Cell;
  readonly created: boolean;
}

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

/** registry.Store.Update: read, change, check, write, and again from the start when another write slipped in. */
export async function updateObject(call: Call, target: Target, update: Update): Promise<Updated> {
  for (;;) {
    const cell = collectionOf(call, target).get(callKey(call, target));
    if (cell === undefined) return { cell: await createMissing(call, target, update), created: true };
    checkUid(call, target, { cell, uid: update.uid ?? '' });
    const current = shown(cell, target.version);
    const changed = dedupeOwners(call, update.next(current));
    const admission = { operation: 'UPDATE', name: call.info.name, options: update.options.object, oldObject: current } as const;
    const mutating = mutate(call, attributesOf(call, target, { ...admission, object: changed }), changed);
    const mutated = mutating instanceof Promise ? await mutating : mutating;
    target.endpoint.strategy.checkRights?.(mutated, current, call);
    const next = beforeUpdate(call, target, { next: withRevision(target, mutated, current), current });
    const validating = validateAdmission(call, attributesOf(call, target, { ...admission, object: next }));
    if (validating instanceof Promise) await validating;
    const written = write(call, target, { cell, current, next });
    if (written !== undefined) return { cell: written, created: false };
  }
}

async function createMissing(call: Call, target: Target, update: Update): Promise<Cell> {
  if (update.create === undefined) throw ApiError.notFound(target.definition, call.info.name);
  const request = { ...call.info, verb: 'create' };
  const decision = call.kernel.authorizer.authorize(call.user, request);
  if (!decision.allowed) throw forbiddenError(call.user, request, decision.reason);
  const object = update.create();
  const { resourceVersion: _resourceVersion, ...metadata } = object.metadata ?? {};
  return createObject(call, target, { object: { ...object, metadata }, options: update.options, applied: update.applied ?? false });
}

function checkUid(call: Call, target: Target, { cell, uid }: { readonly cell: Cell; readonly uid: string }): void {
  const stored = cell.object.metadata?.uid ?? '';
  if (uid === '' || uid === stored) return;
  const { definition } = target;
  const path = `/registry/${definition.collection}/${callKey(call, target)}`;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored}`;
  const text = `StorageError: invalid object, Code: 4, Key: ${path}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
  throw ApiError.conflict(definition, call.info.name, text);
}

/** Fills the stored revision into an unconditional update. Throws 409 when the client saw another state, 422 when it had to say which. */
function withRevision(target: Target, next: KubeObject, current: KubeObject): KubeObject {
  const said = next.metadata?.resourceVersion ?? '';
  const stored = current.metadata?.resourceVersion ?? '';
  const revision = said === '' ? 0 : parseRevision(said);
  if (revision === undefined)
    throw ApiError.of({ code: 500, reason: '', message: revisionProblem(said).replace(/^.*: strconv/, 'strconv') });
  if (revision === 0) {
    if (target.endpoint.strategy.allowUnconditionalUpdate === false) {
      const error = FieldErrors.invalid('metadata.resourceVersion', 0, 'must be specified for an update');
      // Upstream names the resource where its kind belongs.
      const { group, resource } = target.definition;
      throw ApiError.invalid({ group, kind: resource }, next.metadata?.name ?? '', [error]);
    }
    return { ...next, metadata: { ...next.metadata, resourceVersion: stored } };
  }
  if (said !== stored) throw ApiError.conflict(target.definition, current.metadata?.name ?? '', MODIFIED);
  return next;
}

interface Write {
  readonly cell: Cell;
  readonly current: KubeObject;
  readonly next: KubeObject;
}

/** Undefined when somebody else wrote first. An update that changes nothing writes nothing; one that takes the last hold deletes. */
function write(call: Call, target: Target, { cell, current, next }: Write): Cell | undefined {
  const { definition, version } = target;
  const { store } = call.kernel;
  const change = { collection: definition.collection, key: cell.key, from: cell };
  const settled = keepTimesOfNoOp(next as JsonObject, current as JsonObject) as KubeObject;
  const stored = version.convert?.toStored(settled) ?? settled;
  const held = next.metadata?.deletionTimestamp === undefined || isHeld(target, next);
  if (held && sameTree(settled, current)) return cell;
  if (call.dryRun) return new Cell(cell.key, cell.revision, stored, { deleted: false, previous: undefined });
  if (held) return store.commit({ ...change, object: stored });
  // Watchers see the object as it was; the client gets what it made of it.
  if (store.commit({ ...change, object: undefined }) === undefined) return undefined;
  return new Cell(cell.key, cell.revision, stored, { deleted: false, previous: undefined });
}

/** Whether something still has to happen before a deleted object may go. */
export function isHeld(target: Target, object: KubeObject): boolean {
  if ((object.metadata?.finalizers?.length ?? 0) > 0) return true;
  return target.version.endpoints.get('')?.strategy.holdsDeletion?.(object) ?? false;
}

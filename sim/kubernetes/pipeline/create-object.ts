import { without } from '../../../base/objects';
import { ApiError } from '../../../kube/api-error';
import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import { Cell } from '../store/cell';
import { attributesOf, mutate, validateAdmission } from './admit';
import { beforeCreate } from './before-create';
import type { Call, Target } from './call';
import { trackCreate } from './managed-fields';
import { dedupeOwners } from './owner-references';
import { collectionOf, keyOf, namespaceOf } from './place';
import type { WriteOptions } from './write-options';

// A generated name that is taken is drawn again, this often.
const NAME_ATTEMPTS = 8;

interface Creation {
  /** In the version's form, without kind and apiVersion. */
  readonly object: KubeObject;
  readonly options: WriteOptions;
  /** The object's managedFields are complete already: an apply made them. */
  readonly applied?: boolean;
}

/** Everything between a decoded body and the stored object. Throws. */
export async function createObject(call: Call, target: Target, { object: sent, options, applied = false }: Creation): Promise<Cell> {
  const object = identified(call, wiped(dedupeOwners(call, withNamespace(call, target, sent))));
  const defaulted = target.endpoint.strategy.applyDefaults?.(object) ?? object;
  const tracked = applied ? defaulted : trackCreate(call, target, defaulted);
  const named = call.info.name === '' ? (object.metadata?.name ?? '') : call.info.name;
  const admission = { operation: 'CREATE', name: named, options: options.object } as const;
  const mutated = await mutate(call, attributesOf(call, target, { ...admission, object: tracked }), tracked);
  checkRevision(mutated);
  target.endpoint.strategy.checkRights?.(mutated, undefined, call);
  for (let attempt = 1; ; attempt++) {
    const prepared = beforeCreate(call, target, mutated);
    const name = prepared.metadata?.name ?? '';
    const done = validateAdmission(call, attributesOf(call, target, { ...admission, name, object: prepared }));
    if (done instanceof Promise) await done;
    const cell = insert(call, target, prepared);
    if (cell !== undefined) return cell;
    const generated = (mutated.metadata?.generateName ?? '') !== '';
    if (!generated || attempt === NAME_ATTEMPTS || (mutated.metadata?.name ?? '') !== '') throw clash(call, target, { name, generated });
  }
}

function insert(call: Call, target: Target, object: KubeObject): Cell | undefined {
  const { definition, version } = target;
  const key = keyOf(definition.namespaced, namespaceOf(call, target), object.metadata?.name ?? '');
  const stored = version.convert?.toStored(object) ?? object;
  if (collectionOf(call, target).get(key) !== undefined) return undefined;
  if (call.dryRun) return new Cell(key, 0, stored, { deleted: false, previous: undefined });
  return call.kernel.store.commit({ collection: definition.collection, key, from: undefined, object: stored });
}

function clash(call: Call, target: Target, { name, generated }: { readonly name: string; readonly generated: boolean }): ApiError {
  const { definition } = target;
  const error = ApiError.alreadyExists(definition, name);
  if (generated) {
    const message = `${error.message}, the server was not able to generate a unique name for the object`;
    return ApiError.of({ code: 409, reason: 'AlreadyExists', message, details: { ...error.status.details, retryAfterSeconds: 1 } });
  }
  const key = keyOf(definition.namespaced, namespaceOf(call, target), name);
  const deleting = collectionOf(call, target).get(key)?.object.metadata?.deletionTimestamp !== undefined;
  if (!deleting) return error;
  const message = `object is being deleted: ${error.message}`;
  return ApiError.of({
    code: 409,
    reason: 'AlreadyExists',
    message,
    ...(error.status.details === undefined ? {} : { details: error.status.details }),
  });
}

/** Throws 400 for a body that says it lives elsewhere; a cluster-scoped object has no namespace whatever it says. */
export function withNamespace(call: Call, target: Target, object: KubeObject): KubeObject {
  const namespace = namespaceOf(call, target);
  const said = object.metadata?.namespace ?? '';
  if (said === namespace) return object;
  if (namespace === '') return { ...object, metadata: without(object.metadata ?? {}, 'namespace') };
  if (said !== '' && said !== namespace) {
    throw ApiError.badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...object.metadata, namespace } };
}

/** rest.FillObjectMetaSystemFields: admission sees them already. */
function identified(call: Call, object: KubeObject): KubeObject {
  const system = { uid: call.random.stream('uid').uuid(), creationTimestamp: timeText(call.clock.now()) };
  return { ...object, metadata: { ...object.metadata, ...system } };
}

/** rest.WipeObjectMetaSystemFields. */
export function wiped(object: KubeObject): KubeObject {
  const metadata: ObjectMeta & { readonly selfLink?: string } = object.metadata ?? {};
  return SYSTEM_FIELDS.some((field) => field in metadata) ? { ...object, metadata: without(metadata, ...SYSTEM_FIELDS) } : object;
}

const SYSTEM_FIELDS = ['creationTimestamp', 'uid', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'selfLink'] as const;

function checkRevision(object: KubeObject): void {
  const { resourceVersion = '' } = object.metadata ?? {};
  if (/^\d+$/.test(resourceVersion) && Number(resourceVersion) !== 0) {
    throw ApiError.of({ code: 500, reason: '', message: 'resourceVersion should not be set on objects to be created' });
  }
}

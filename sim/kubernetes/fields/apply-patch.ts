import { ApiError } from '../../../kube/api-error';
import { isObject } from '../../../kube/json';
import { parseApiVersion } from '../../../kube/meta';
import { conflictError, conflictsBeyond } from './conflicts';
import { KUBECTL, lastAppliedFields, withLastApplied } from './last-applied';
import { decodeManagers, identityOf } from './managers';
import { mergeTyped } from './merge-typed';
import { reconciledManagers, settleOwnership, withoutResetFields } from './ownership';
import { unclassified } from './patch-errors';
import { pruneApplied } from './prune-applied';
import { member, sameJson } from './tree';
import { fieldSetOf } from './typed-sets';
import { typedView } from './typed-view';
import { managedFieldsOf, trackUpdate, withManagedFields, withoutManagedFields, withoutServerFields } from './update-managed-fields';
import { typedProblem } from './validate-typed';
import type { JsonObject } from '../../../kube/json';
import type { Conflicts } from './conflicts';
import type { Manager, Managers } from './managers';
import type { OwnershipRules } from './ownership';

export interface ApplyPatch extends OwnershipRules {
  /** As stored; undefined when apply creates the object. */
  readonly live: JsonObject | undefined;
  /** The configuration as sent. */
  readonly patch: JsonObject;
  readonly kind: string;
  /** `fieldManager=`. */
  readonly manager: string;
  /** Empty for the main resource. */
  readonly subresource: string;
  /** Take what others own. */
  readonly force: boolean;
  /** RFC 3339, whole seconds. */
  readonly now: string;
}

/** Owner of what was there before anyone applied. */
const BEFORE_FIRST_APPLY = 'before-first-apply';

/**
 * The live object with the configuration merged in, with its metadata.managedFields: server-side apply. Not yet decoded into the type:
 * values may be of a wrong type, and null where the last item was taken away.
 * Throws 400 for a configuration of another kind or with managedFields, 409 for fields of others, an unclassified 500 for what does not fit
 * the schema.
 */
export function applyPatch(options: ApplyPatch): JsonObject {
  checkKind(options);
  const { apiVersion, kind } = options;
  // Stored objects may do without these two, which a configuration never does: their absence is no change.
  const live = { ...withoutManagedFields(options.live ?? {}), apiVersion, kind };
  const managers = managersBefore(options, live);
  checkConfiguration(options);
  const outcome = apply({ ...options, live: typedView(live, options.type) }, managers);
  const object = options.manager === KUBECTL ? withLastApplied(outcome.object ?? live, options.patch) : (outcome.object ?? live);
  return withManagedFields(object, outcome.managers);
}

interface Outcome {
  /** Undefined when the configuration changes nothing but ownership. */
  readonly object: JsonObject | undefined;
  readonly managers: Managers;
}

function apply(options: ApplyPatch & { readonly live: JsonObject }, managers: Managers): Outcome {
  const { live, patch, type, apiVersion, manager: name, subresource } = options;
  const actor = { name, operation: 'Apply' as const, apiVersion, subresource };
  const identity = identityOf(actor);
  const last = managers.get(identity);
  const time = last?.time === undefined ? {} : { time: last.time };
  const fields = withoutResetFields(fieldSetOf(patch, type), options);
  const claimed = new Map<string, Manager>(managers).set(identity, { ...actor, ...time, fields });
  const object = pruneApplied(mergeTyped(live, patch, type), last, claimed, options);
  const settled = settleOwnership({ before: live, after: object, managers: claimed, actor: identity }, options);
  refuseConflicts(settled.conflicts, managers, options);
  const changed = !sameJson(live, object);
  const settledManagers = new Map(settled.managers);
  const own = withoutServerFields(fields);
  if (own.isEmpty) settledManagers.delete(identity);
  else settledManagers.set(identity, { ...actor, ...(changed ? { time: options.now } : time), fields: own });
  return { object: changed ? object : undefined, managers: settledManagers };
}

function refuseConflicts(conflicts: Conflicts, managers: Managers, options: ApplyPatch & { readonly live: JsonObject }): void {
  if (options.force || conflicts.size === 0) return;
  if (options.manager !== KUBECTL) throw conflictError(conflicts, managers);
  const left = conflictsBeyond(conflicts, lastAppliedFields(options.live, options.type, options.apiVersion));
  if (left !== undefined) throw conflictError(left, managers);
}

/** With an entry for all that is there when nobody is known to own anything. */
function managersBefore(options: ApplyPatch, live: JsonObject): Managers {
  const managers = decodeManagers(managedFieldsOf(options.live));
  if (managers === undefined) throw unclassified('failed to decode managed fields');
  if (managers.size > 0) return reconciledManagers(managers, options);
  return trackUpdate(managers, { ...options, live: {}, next: live, manager: BEFORE_FIRST_APPLY });
}

function checkKind({ patch, apiVersion, kind }: ApplyPatch): void {
  if (patch.apiVersion === apiVersion && patch.kind === kind) return;
  throw ApiError.badRequest(`invalid object type: ${gvkText(patch)}`);
}

function checkConfiguration({ live, patch, type }: ApplyPatch): void {
  if (Array.isArray(managedFieldsOf(patch))) throw ApiError.badRequest('metadata.managedFields must be nil');
  const problem = typedProblem(patch, type, 'refused');
  if (problem !== undefined) throw unclassified(`failed to create typed patch object (${nameText(patch)}): ${problem}`);
  const liveProblem = live === undefined ? undefined : typedProblem(withoutManagedFields(live), type, 'allowed');
  if (live === undefined || liveProblem === undefined) return;
  throw unclassified(`failed to create typed live object (${nameText(live)}): ${liveProblem}`);
}

function nameText(object: JsonObject): string {
  const metadata = member(object, 'metadata');
  const text = (key: string) => (isObject(metadata) ? textOf(member(metadata, key)) : '');
  return `${text('namespace')}/${text('name')}; ${gvkText(object)}`;
}

function gvkText(object: JsonObject): string {
  const { group, version } = parseApiVersion(textOf(object.apiVersion));
  return `${group}/${version}, Kind=${textOf(object.kind)}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

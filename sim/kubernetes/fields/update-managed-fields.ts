import { isObject } from '../../../kube/json';
import { capUpdateManagers } from './cap-managers';
import { FieldSet } from './field-set';
import { fieldSetOfNames } from './field-set-builder';
import { decodeManagers, encodeManagers, identityOf } from './managers';
import { reconciledManagers, settleOwnership, withoutResetFields } from './ownership';
import { member, withMember, withoutMember } from './tree';
import { typedView } from './typed-view';
import { typedProblem } from './validate-typed';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';
import type { Manager, Managers } from './managers';
import type { OwnershipRules } from './ownership';

export interface UpdateManagedFields extends OwnershipRules {
  /** As stored; undefined when the object is created. */
  readonly live: JsonObject | undefined;
  /** As the client wants it, before the strategy restores or fills anything; its managedFields as the client sent them. */
  readonly next: JsonObject;
  /** `fieldManager=` or the first part of the User-Agent; empty becomes `unknown`. */
  readonly manager: string;
  /** Empty for the main resource. */
  readonly subresource: string;
  /** RFC 3339, whole seconds. */
  readonly now: string;
}

/** Never owned by anyone: identity, and what only the server writes. */
const NEVER_OWNED = fieldSetOfNames([
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation', 'managedFields', 'resourceVersion'].map(
    (name) => ['metadata', name],
  ),
]);

const UNKNOWN_MANAGER = 'unknown';

/** `next` with metadata.managedFields after a create, an update or a patch other than apply. */
export function updateManagedFields(options: UpdateManagedFields): JsonObject {
  const { live, next, subresource } = options;
  const managers = managersOf(live, next, subresource);
  const bare = withoutManagedFields(next);
  // Who stopped tracking an object, or never had anything to track, starts again with its first apply.
  if (managers.size === 0 && live !== undefined) return bare;
  // What does not fit its schema is nobody's; validation will say so. Objects of built-in kinds were decoded into their types.
  if (isCustom(options.type) && [bare, withoutManagedFields(live ?? {})].some((object) => !fits(object, options.type))) return bare;
  return withManagedFields(bare, trackUpdate(managers, { ...options, live: withoutManagedFields(live ?? {}), next: bare }));
}

/** The managers after an update, for objects that carry no managedFields themselves. */
export function trackUpdate(managers: Managers, options: UpdateManagedFields & { readonly live: JsonObject }): Managers {
  const { type, apiVersion, manager: name, subresource, now } = options;
  const before = typedView(options.live, type);
  const after = typedView(options.next, type);
  const settled = settleOwnership({ before, after, managers: reconciledManagers(managers, options), actor: '' }, options);
  const { modified, added } = settled.comparison;
  const changed = withoutServerFields(withoutResetFields(modified.union(added), options));
  const tracked = new Map(settled.managers);
  if (!changed.isEmpty) {
    const actor = { name: name === '' ? UNKNOWN_MANAGER : name, operation: 'Update' as const, apiVersion, subresource };
    const identity = identityOf(actor);
    tracked.set(identity, { ...actor, time: now, fields: changed.union(tracked.get(identity)?.fields ?? FieldSet.empty) });
  }
  return capUpdateManagers(tracked);
}

export function withoutServerFields(fields: FieldSet): FieldSet {
  return fields.difference(NEVER_OWNED);
}

export function withManagedFields(object: JsonObject, managers: Managers): JsonObject {
  const entries = encodeManagers(managers);
  if (entries === undefined) return withoutManagedFields(object);
  const metadata = member(object, 'metadata');
  return withMember(object, 'metadata', withMember(isObject(metadata) ? metadata : {}, 'managedFields', entries));
}

export function withoutManagedFields(object: JsonObject): JsonObject {
  const metadata = member(object, 'metadata');
  if (!isObject(metadata) || !Object.hasOwn(metadata, 'managedFields')) return object;
  return withMember(object, 'metadata', withoutMember(metadata, 'managedFields'));
}

export function managedFieldsOf(object: JsonObject | undefined): Json | undefined {
  const metadata = object === undefined ? undefined : member(object, 'metadata');
  return isObject(metadata) ? member(metadata, 'managedFields') : undefined;
}

/** What the client says of managers counts on the main resource alone, and only when it makes sense. */
function managersOf(live: JsonObject | undefined, next: JsonObject, subresource: string): Managers {
  const stored = (): Managers => decodeManagers(managedFieldsOf(live)) ?? NO_MANAGERS;
  if (subresource !== '') return stored();
  const sent = managedFieldsOf(next);
  if (isReset(sent)) return NO_MANAGERS;
  const managers = decodeManagers(sent);
  return managers === undefined || managers.size === 0 ? stored() : managers;
}

function isCustom(type: TypeNode): boolean {
  return type.kind === 'struct' && type.name === '';
}

function fits(object: JsonObject, type: TypeNode): boolean {
  return typedProblem(object, type, 'allowed') === undefined;
}

const NO_MANAGERS: ReadonlyMap<string, Manager> = new Map();

/** `[]` or `[{}]`. */
function isReset(entries: Json | undefined): boolean {
  if (!Array.isArray(entries) || entries.length > 1) return false;
  const [only] = entries;
  return only === undefined || (isObject(only) && Object.keys(only).length === 0);
}

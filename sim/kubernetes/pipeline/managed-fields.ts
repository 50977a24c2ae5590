import type { JsonObject } from '../../../kube/json';
import { apiVersionOf, parseApiVersion, type KubeObject } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import { applyPatch, updateManagedFields, type OwnershipRules } from '../fields';
import { withKindFirst } from './answer';
import type { Call, Target } from './call';

/** The object with managedFields that say who made it. */
export function trackCreate(call: Call, target: Target, object: KubeObject): KubeObject {
  return track(call, target, { live: undefined, next: object });
}

/** `next` as the client wants it, with managedFields that say what changed hands. */
export function trackUpdate(
  call: Call,
  target: Target,
  { next, current }: { readonly next: KubeObject; readonly current: KubeObject },
): KubeObject {
  return track(call, target, { live: current, next });
}

export interface Application {
  /** Undefined when the apply creates the object. */
  readonly live: KubeObject | undefined;
  readonly patch: JsonObject;
  readonly force: boolean;
}

/** Server-side apply: a tree that is not decoded yet, managedFields included. Throws. */
export function applied(call: Call, target: Target, { live, patch, force }: Application): JsonObject {
  const rules = rulesOf(target);
  if (rules === undefined) return patch;
  return applyPatch({
    ...rules,
    live: live === undefined ? undefined : (withKindFirst(live, target.endpoint.kind) as JsonObject),
    patch,
    kind: target.endpoint.kind.kind,
    manager: call.fieldManager,
    subresource: target.endpoint.subresource,
    force,
    now: timeText(call.clock.now()),
  });
}

function track(
  call: Call,
  target: Target,
  { live, next }: { readonly live: KubeObject | undefined; readonly next: KubeObject },
): KubeObject {
  const rules = rulesOf(target);
  if (rules === undefined) return next;
  const tracked = updateManagedFields({
    ...rules,
    live: live as JsonObject | undefined,
    next: next as JsonObject,
    manager: call.fieldManager,
    subresource: target.endpoint.subresource,
    now: timeText(call.clock.now()),
  });
  return tracked;
}

function rulesOf({ endpoint, definition, version }: Target): OwnershipRules | undefined {
  const type = endpoint.type();
  if (type === undefined) return undefined;
  const { strategy, kind } = endpoint;
  const others = definition.versions.filter((one) => one !== version);
  return {
    type,
    apiVersion: apiVersionOf(kind),
    resetFields: strategy.resetFields ?? [],
    typeOfVersion: (apiVersion) => {
      const { group, version: name } = parseApiVersion(apiVersion);
      return group === definition.group ? others.find((one) => one.version === name)?.type() : undefined;
    },
  };
}

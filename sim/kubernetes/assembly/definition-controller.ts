import type { Clock } from '../../../base/env/ports';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import { isTrue, says, withCondition } from '../custom/conditions';
import { CLEANUP_FINALIZER, COMPLETED, IN_PROGRESS, isEnding, NEVER_ESTABLISHED } from '../custom/ending';
import { nextStatus } from '../custom/establish';
import { updateManagedFields } from '../fields';
import { builtInType } from '../schema';
import type { Cell } from '../store/cell';
import type { Store } from '../store/store';
import { DEFINITIONS } from './custom-feed';

const GVK = { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' };

/**
 * What runs inside a kube-apiserver for CustomResourceDefinitions: accepts their names, establishes them, and ends them after their
 * objects. It works behind each change, before anybody can ask again.
 */
export function definitionController(store: Store, clock: Clock): void {
  const pending = new Set<string>();
  const later = (key: string): void => {
    if (pending.size === 0) void Promise.resolve().then(drain);
    pending.add(key);
  };
  const drain = (): void => {
    for (const key of pending) {
      pending.delete(key);
      sync(key);
    }
  };
  const everything = (): void => {
    for (const { key } of cells()) later(key);
  };
  const cells = (): readonly Cell[] => {
    const found: Cell[] = [];
    store.collection(DEFINITIONS).scan({ prefix: '' }, (cell) => found.push(cell) > 0);
    return found;
  };
  const sync = (key: string): void => {
    const cell = store.collection(DEFINITIONS).get(key);
    if (cell === undefined) return;
    const crd = cell.object as CustomResourceDefinition;
    if (isEnding(crd)) return end(cell, crd);
    const others = cells().filter((other) => other.key !== key && groupOf(other) === groupOf(cell));
    const next = nextStatus(
      crd,
      others.map(({ object }) => object),
      clock.now(),
    );
    if (next !== undefined) write(cell, next);
  };
  const write = (cell: Cell, next: CustomResourceDefinition): Cell | undefined =>
    store.commit({ collection: DEFINITIONS, key: cell.key, from: cell, object: tracked(cell.object, next, clock) });
  const end = (cell: Cell, crd: CustomResourceDefinition): void => {
    if (!isTrue(crd, 'Established')) return release(cell, withCondition(crd, NEVER_ESTABLISHED, clock.now()));
    if (!says(crd, IN_PROGRESS)) return void write(cell, withCondition(crd, IN_PROGRESS, clock.now()));
    if (endInstances(store, instancesOf(crd), timeText(clock.now()))) release(cell, withCondition(crd, COMPLETED, clock.now()));
  };
  const release = (cell: Cell, crd: CustomResourceDefinition): void => {
    const finalizers = (crd.metadata?.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
    if (finalizers.length > 0) return void write(cell, { ...crd, metadata: { ...crd.metadata, finalizers } });
    store.commit({ collection: DEFINITIONS, key: cell.key, from: cell, object: undefined });
  };
  store.subscribe((collection, cell) => {
    if (collection === DEFINITIONS) {
      later(cell.key);
      for (const other of cells()) if (groupOf(other) === groupOf(cell) && !isTrue(other.object, 'NamesAccepted')) later(other.key);
    } else if (cell.deleted && collection.includes('/')) {
      for (const { key, object } of cells()) if (isEnding(object) && instancesOf(object) === collection) later(key);
    }
  });
  store.onReset(everything);
  everything();
}

function groupOf({ object }: Cell): string {
  return (object as CustomResourceDefinition).spec?.group ?? '';
}

function instancesOf({ spec }: CustomResourceDefinition): string {
  return `${spec?.group ?? ''}/${spec?.names?.plural ?? ''}`;
}

/** Deletes what nothing holds and marks the rest; whether none is left. */
function endInstances(store: Store, collection: string, now: string): boolean {
  const found: Cell[] = [];
  store.collection(collection).scan({ prefix: '' }, (cell) => found.push(cell) > 0);
  const held = found.filter(({ object }) => (object.metadata?.finalizers ?? []).length > 0);
  for (const cell of found) {
    const { object, key } = cell;
    if (!held.includes(cell)) store.commit({ collection, key, from: cell, object: undefined });
    else if (object.metadata?.deletionTimestamp === undefined) store.commit({ collection, key, from: cell, object: marked(object, now) });
  }
  return held.length === 0;
}

function marked(object: KubeObject, now: string): KubeObject {
  const generation = (object.metadata?.generation ?? 0) + 1;
  return { ...object, metadata: { ...object.metadata, generation, deletionTimestamp: now, deletionGracePeriodSeconds: 0 } };
}

/** With the server itself as the manager of the status. */
function tracked(live: KubeObject, next: KubeObject, clock: Clock): KubeObject {
  const type = builtInType(GVK);
  if (type === undefined) return next;
  const rules = { type, apiVersion: `${GVK.group}/${GVK.version}`, resetFields: [['metadata'], ['spec']] };
  const who = { manager: 'kube-apiserver', subresource: 'status', now: timeText(clock.now()) };
  return updateManagedFields({ ...rules, ...who, live: live as JsonObject, next: next as JsonObject });
}

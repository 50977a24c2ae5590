import type { Environment } from '../../../base/env/ports';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject, ManagedFieldsEntry } from '../../../kube/meta';
import { timeText } from '../../../kube/time';
import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import { ESTABLISHED } from '../custom/establish';
import { GOOD_NAMES } from '../custom/names';
import { updateManagedFields } from '../fields';
import { builtInType } from '../schema';
import type { Store } from '../store/store';
import { DEFINITIONS } from './custom-feed';

/**
 * Puts definitions that are known to be good into a store, established, without a request and the checks of one. The schemas are used
 * as they are handed in, so that whatever is compiled from them serves every server of the process.
 */
export function installDefinitions(
  store: Store,
  definitions: readonly CustomResourceDefinition[],
  { clock, random, manager }: Pick<Environment, 'clock' | 'random'> & { readonly manager: string },
): void {
  const now = timeText(clock.now());
  for (const definition of definitions) {
    const { name = '' } = definition.metadata ?? {};
    const { object, managers } = preparedOf(definition, manager);
    const metadata = {
      ...object.metadata,
      uid: random.stream('uid').uuid(),
      generation: 1,
      creationTimestamp: now,
      managedFields: managers.map((entry) => ({ ...entry, time: now })),
    };
    const conditions = [GOOD_NAMES, ESTABLISHED].map(({ type, status, reason, message }) => ({
      type,
      status,
      lastTransitionTime: now,
      reason,
      message,
    }));
    const established: CustomResourceDefinition = { ...object, metadata, status: { ...object.status, conditions } };
    store.commit({ collection: DEFINITIONS, key: name, from: undefined, object: established });
  }
}

interface Prepared {
  readonly object: CustomResourceDefinition;
  readonly managers: readonly ManagedFieldsEntry[];
}

const prepared = new WeakMap<CustomResourceDefinition, Prepared>();

function preparedOf(definition: CustomResourceDefinition, manager: string): Prepared {
  const known = prepared.get(definition);
  if (known !== undefined) return known;
  const { spec } = definition;
  const stored = (spec?.versions ?? []).filter(({ storage }) => storage === true).map(({ name = '' }) => name);
  const object: CustomResourceDefinition = {
    metadata: definition.metadata ?? {},
    spec: { ...spec, conversion: spec?.conversion ?? { strategy: 'None' } },
    status: { acceptedNames: spec?.names ?? {}, storedVersions: stored, conditions: [] },
  };
  const made = { object, managers: managersOf(object, manager) };
  prepared.set(definition, made);
  return made;
}

/** Who wrote the spec, and the server for the status. */
function managersOf(object: CustomResourceDefinition, manager: string): readonly ManagedFieldsEntry[] {
  const type = builtInType({ group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' });
  if (type === undefined) return [];
  const rules = { type, apiVersion: 'apiextensions.k8s.io/v1', now: '' };
  const { status: _status, ...bare } = object;
  const created = updateManagedFields({
    ...rules,
    resetFields: [['status']],
    live: undefined,
    next: bare as JsonObject,
    manager,
    subresource: '',
  });
  const conditions = [GOOD_NAMES, ESTABLISHED].map((said) => ({ ...said, lastTransitionTime: '2000-01-01T00:00:00Z' }));
  const next: KubeObject & CustomResourceDefinition = { ...(created as KubeObject), status: { ...object.status, conditions } };
  const server = { manager: 'kube-apiserver', subresource: 'status', resetFields: [['metadata'], ['spec']] };
  const tracked = updateManagedFields({ ...rules, ...server, live: created, next: next as JsonObject }) as KubeObject;
  return tracked.metadata?.managedFields ?? [];
}

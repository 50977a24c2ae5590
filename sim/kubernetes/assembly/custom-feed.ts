import type { CryptoPort } from '../../../base/env/crypto';
import type { KubeObject } from '../../../kube/meta';
import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import { isTrue } from '../custom/conditions';
import { customDefinition } from '../custom/definition';
import type { Registry } from '../model/registry';
import { sameTree } from '../../../kube/same-tree';
import type { Store } from '../store/store';

/** Where CustomResourceDefinitions are stored. */
export const DEFINITIONS = 'customresourcedefinitions';

/** Serves what the stored CustomResourceDefinitions describe, and follows them. */
export function customFeed(store: Store, registry: Registry, crypto: CryptoPort): void {
  const serve = (object: KubeObject): void => {
    const definition = customDefinition(object, crypto);
    if (definition === undefined) withdraw(registry, object);
    else registry.set(definition);
  };
  const serveAll = (): void => {
    store.collection(DEFINITIONS).scan({ prefix: '' }, ({ object }) => {
      serve(object);
      return true;
    });
  };
  store.subscribe((collection, cell) => {
    if (collection !== DEFINITIONS) return;
    const before = cell.previous === undefined || cell.previous.deleted ? undefined : cell.previous.object;
    if (cell.deleted) withdraw(registry, cell.object);
    else if (before === undefined || !servesAlike(before, cell.object)) serve(cell.object);
  });
  store.onReset(() => {
    for (const { group, resource, custom } of registry.definitions) if (custom) registry.delete(group, resource);
    serveAll();
  });
  serveAll();
}

/** Whether nothing changed that the resource is made from. */
function servesAlike(before: CustomResourceDefinition, after: CustomResourceDefinition): boolean {
  const facts = (crd: CustomResourceDefinition): unknown[] => [
    isTrue(crd, 'Established'),
    isTrue(crd, 'Terminating'),
    crd.status?.acceptedNames,
    crd.spec,
  ];
  return sameTree(facts(before), facts(after));
}

function withdraw(registry: Registry, object: KubeObject): void {
  const { spec } = object as CustomResourceDefinition;
  const { group = '', names: { plural = '' } = {} } = spec ?? {};
  if (registry.get(group, plural)?.custom === true) registry.delete(group, plural);
}

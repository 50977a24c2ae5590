import type { KubeObject } from '../../../kube/meta';
import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import { customDefinition } from '../custom/definition';
import type { Registry } from '../model/registry';
import type { Store } from '../store/store';

const COLLECTION = 'customresourcedefinitions';

/** Serves what the stored CustomResourceDefinitions describe, and follows them. */
export function customFeed(store: Store, registry: Registry): void {
  const fill = (): void => {
    store.collection(COLLECTION).scan({ prefix: '' }, ({ object }) => {
      serve(registry, object);
      return true;
    });
  };
  fill();
  store.onReset(() => {
    for (const { custom, group, resource } of registry.definitions) if (custom) registry.delete(group, resource);
    fill();
  });
  store.subscribe((collection, cell) => {
    if (collection !== COLLECTION) return;
    if (cell.deleted) withdraw(registry, cell.object);
    else serve(registry, cell.object);
  });
}

function serve(registry: Registry, object: KubeObject): void {
  const definition = customDefinition(object);
  if (definition !== undefined) registry.set(definition);
}

function withdraw(registry: Registry, object: KubeObject): void {
  const { spec } = object as CustomResourceDefinition;
  if (spec?.group !== undefined && spec.names?.plural !== undefined) registry.delete(spec.group, spec.names.plural);
}

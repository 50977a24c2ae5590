import { groupResource } from '../../../kube/meta';
import type { ResourceDefinition, VersionDefinition } from './definition';

export interface Resolved {
  readonly definition: ResourceDefinition;
  readonly version: VersionDefinition;
}

/** The resources a server has right now. Definitions come, change and go at run time; readers that cache compare `revision`. */
export class Registry {
  readonly #definitions = new Map<string, ResourceDefinition>();
  readonly #routes = new Map<string, Resolved>();
  readonly #listeners = new Set<() => void>();
  #revision = 0;

  /** Grows with every change. */
  get revision(): number {
    return this.#revision;
  }

  /** In the order of registration. */
  get definitions(): readonly ResourceDefinition[] {
    return [...this.#definitions.values()];
  }

  /** Adds a resource, or puts a new definition in the place of the one with the same group and plural. */
  set(...definitions: readonly ResourceDefinition[]): void {
    for (const definition of definitions) {
      this.#forget(groupResource(definition));
      this.#definitions.set(groupResource(definition), definition);
      for (const version of definition.versions) {
        this.#routes.set(routeKey(definition.group, version.version, definition.resource), { definition, version });
      }
    }
    this.#changed();
  }

  delete(group: string, resource: string): void {
    const key = groupResource({ group, resource });
    this.#forget(key);
    if (this.#definitions.delete(key)) this.#changed();
  }

  get(group: string, resource: string): ResourceDefinition | undefined {
    return this.#definitions.get(groupResource({ group, resource }));
  }

  resolve(group: string, version: string, resource: string): Resolved | undefined {
    return this.#routes.get(routeKey(group, version, resource));
  }

  /** Every definition whose kind is served under this name in any version of the group. */
  ofKind(group: string, kind: string): ResourceDefinition | undefined {
    for (const definition of this.#definitions.values()) if (definition.group === group && definition.kind === kind) return definition;
    return undefined;
  }

  /** Calls back after each change; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forget(key: string): void {
    const definition = this.#definitions.get(key);
    for (const version of definition?.versions ?? []) {
      this.#routes.delete(routeKey(definition?.group ?? '', version.version, definition?.resource ?? ''));
    }
  }

  #changed(): void {
    this.#revision++;
    for (const listener of this.#listeners) listener();
  }
}

function routeKey(group: string, version: string, resource: string): string {
  return `${group}/${version}/${resource}`;
}

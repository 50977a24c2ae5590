import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { applyDeclaredDefaults } from '../schema';
import type { StructNode } from '../schema/type-node';
import type { Strategy } from './strategy';

/** The strategy with the defaults that the endpoint's type declares, after those of its own. */
export function withDeclaredDefaults(strategy: Strategy, type: () => StructNode | undefined): Strategy {
  return {
    ...strategy,
    applyDefaults(object: KubeObject): KubeObject {
      const own = strategy.applyDefaults?.(object) ?? object;
      const described = type();
      return described === undefined ? own : applyDeclaredDefaults(own as JsonObject, described);
    },
  };
}

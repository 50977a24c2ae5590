import type { FieldError } from '../../../kube/field-error';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { applyDeclaredDefaults, declaredChanges, declaredErrors } from '../schema';
import type { StructNode } from '../schema/type-node';
import type { Strategy } from './strategy';

/** The strategy with what the endpoint's type declares: defaults, and for objects that are stored whole (`rules`) what makes them valid. */
export function withDeclared(strategy: Strategy, type: () => StructNode | undefined, rules: boolean): Strategy {
  return {
    ...strategy,
    applyDefaults: withDefaults(strategy, type),
    ...(rules && strategy.validatesSchema !== true ? withRules(strategy, type) : {}),
  };
}

function withDefaults(strategy: Strategy, type: () => StructNode | undefined): (object: KubeObject) => KubeObject {
  return (object) => {
    const own = strategy.applyDefaults?.(object) ?? object;
    const described = type();
    return described === undefined ? own : applyDeclaredDefaults(own as JsonObject, described);
  };
}

function withRules(strategy: Strategy, type: () => StructNode | undefined): Pick<Strategy, 'validate' | 'validateUpdate'> {
  const errorsOf = (object: KubeObject): readonly FieldError[] => {
    const described = type();
    return described === undefined ? [] : declaredErrors(object as JsonObject, described);
  };
  const changes = (next: KubeObject, current: KubeObject): readonly FieldError[] => {
    const described = type();
    return described === undefined ? [] : declaredChanges(next as JsonObject, current as JsonObject, described);
  };
  return {
    validate: (object, context) => joined(strategy.validate?.(object, context), errorsOf(object)),
    validateUpdate: (next, current, context) =>
      joined(strategy.validateUpdate?.(next, current, context), [...errorsOf(next), ...changes(next, current)]),
  };
}

/** Where the kind has words of its own, the schema has none. */
function joined(own: readonly FieldError[] = [], declared: readonly FieldError[]): readonly FieldError[] {
  if (declared.length === 0) return own;
  const said = new Set(own.map(({ field, reason }) => `${field} ${reason}`));
  return [...own, ...declared.filter(({ field, reason }) => !said.has(`${field} ${reason}`))];
}

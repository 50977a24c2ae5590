import type { FieldError } from '../../../kube/field-error';
import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import { applyDeclaredDefaults, declaredErrors } from '../schema';
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
  const joined = (own: readonly FieldError[], object: KubeObject): readonly FieldError[] => {
    const described = type();
    const declared = described === undefined ? [] : declaredErrors(object as JsonObject, described);
    if (declared.length === 0) return own;
    // Where the kind has words of its own, the schema has none.
    const said = new Set(own.map(({ field }) => field));
    return [...own, ...declared.filter(({ field }) => !said.has(field))];
  };
  return {
    validate: (object, context) => joined(strategy.validate?.(object, context) ?? [], object),
    validateUpdate: (next, current, context) => joined(strategy.validateUpdate?.(next, current, context) ?? [], next),
  };
}

import { isObject, type JsonObject } from '../../../../kube/json';

/** The schema of a member of an object: its property's, or the one of all others. Undefined where anything goes. */
export function childOf({ properties, additionalProperties }: JsonObject, name: string): JsonObject | undefined {
  if (isObject(properties) && Object.hasOwn(properties, name)) {
    const property = properties[name];
    return isObject(property) ? property : undefined;
  }
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

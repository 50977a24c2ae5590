import { isObject, type JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { AdmissionAttributes } from '../model/admission';

/** A pod as admission handles it: whatever it does not know travels through. */
export interface Pod extends KubeObject {
  readonly spec?: JsonObject;
}

export function isPodCreation({ operation, resource, subresource }: AdmissionAttributes): boolean {
  return operation === 'CREATE' && resource.group === '' && resource.resource === 'pods' && subresource === '';
}

export function specOf(pod: KubeObject | undefined): JsonObject {
  const known: Pod | undefined = pod;
  return known?.spec ?? {};
}

export function withSpec(pod: KubeObject | undefined, members: JsonObject): Pod {
  return { ...pod, spec: { ...specOf(pod), ...members } };
}

export function objectsIn(spec: JsonObject, member: string): readonly JsonObject[] {
  const list = spec[member];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function textIn(object: JsonObject, member: string): string {
  const value = object[member];
  return typeof value === 'string' ? value : '';
}

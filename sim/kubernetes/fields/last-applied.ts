import { goJson } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { compareTyped } from './compare';
import { FieldSet } from './field-set';
import { member, withMember, withoutMember } from './tree';
import { fieldSetOf } from './typed-sets';
import { typedProblem } from './validate-typed';
import type { Json, JsonObject } from '../../../kube/json';
import type { TypeNode } from '../schema/type-node';

/** The manager whose server-side apply takes over from its own client-side apply. */
export const KUBECTL = 'kubectl';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
/** All annotations of an object together, in bytes. */
const MAX_ANNOTATIONS = 256 * 1024;

/**
 * The fields that client-side apply set last and that nobody changed since: kubectl may take these from anyone. Empty without a usable
 * annotation.
 */
export function lastAppliedFields(live: JsonObject, type: TypeNode, apiVersion: string): FieldSet {
  const lastApplied = parsed(annotationOf(live));
  if (lastApplied?.apiVersion !== apiVersion) return FieldSet.empty;
  if (typedProblem(live, type, 'refused') !== undefined || typedProblem(lastApplied, type, 'refused') !== undefined) return FieldSet.empty;
  const { modified, added, removed } = compareTyped(lastApplied, live, type);
  return fieldSetOf(lastApplied, type).difference(modified).difference(added).difference(removed);
}

/** An object that carries the annotation, with what was just applied written into it; any other object as it is. */
export function withLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  if (annotationOf(object) === undefined) return object;
  const [metadata, annotations] = metadataAndAnnotations(object);
  const next = withMember(annotations, ANNOTATION, `${goJson(withoutAnnotation(applied))}\n`);
  const kept = annotationBytes(next) > MAX_ANNOTATIONS ? withoutMember(next, ANNOTATION) : next;
  return withMember(object, 'metadata', withMember(metadata, 'annotations', kept));
}

function withoutAnnotation(applied: JsonObject): JsonObject {
  const [metadata, annotations] = metadataAndAnnotations(applied);
  if (!Object.hasOwn(annotations, ANNOTATION)) return applied;
  return withMember(applied, 'metadata', withMember(metadata, 'annotations', withoutMember(annotations, ANNOTATION)));
}

/** Undefined when absent or empty. */
function annotationOf(object: JsonObject): string | undefined {
  const [, annotations] = metadataAndAnnotations(object);
  const text = member(annotations, ANNOTATION);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function metadataAndAnnotations(object: JsonObject): [metadata: JsonObject, annotations: JsonObject] {
  const metadata = member(object, 'metadata');
  const annotations = isObject(metadata) ? member(metadata, 'annotations') : undefined;
  return [isObject(metadata) ? metadata : {}, isObject(annotations) ? annotations : {}];
}

function annotationBytes(annotations: JsonObject): number {
  const encoder = new TextEncoder();
  const length = (value: Json) => (typeof value === 'string' ? encoder.encode(value).length : 0);
  return Object.entries(annotations).reduce((total, [key, value]) => total + length(key) + length(value), 0);
}

function parsed(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import { ApiError } from '../../../kube/api-error';
import { FieldErrors, type FieldError } from '../../../kube/field-error';
import { isObject, type Json, type JsonObject } from '../../../kube/json';
import type { KubeObject, ObjectMeta } from '../../../kube/meta';
import type { CustomResourceSubresourceScale } from '../../../kube/types/apiextensions';
import type { Lens } from '../model/definition';

export const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

const INT32_MAX = 2 ** 31 - 1;

/** autoscaling/v1 Scale of a custom resource that says where it keeps its replicas. */
export function scaleLens({
  specReplicasPath = '',
  statusReplicasPath = '',
  labelSelectorPath = '',
}: CustomResourceSubresourceScale): Lens {
  const steps = stepsOf(specReplicasPath);
  return {
    replicasPath: steps,
    hidesManagers: true,
    read(object) {
      const replicas = valueAt(object as Json, steps);
      if (typeof replicas !== 'number') throw ApiError.internalError(`the spec replicas field "${specReplicasPath}" does not exist`);
      const current = valueAt(object as Json, stepsOf(statusReplicasPath));
      const selector = valueAt(object as Json, stepsOf(labelSelectorPath));
      const status = { replicas: typeof current === 'number' ? current : 0, ...(typeof selector === 'string' ? { selector } : {}) };
      return { metadata: identityOf(object), spec: replicas === 0 ? {} : { replicas }, status } as KubeObject;
    },
    write(object, view) {
      const { spec } = view as { readonly spec?: { readonly replicas?: number } };
      const written = withValue(object as JsonObject, steps, spec?.replicas ?? 0);
      const { resourceVersion } = view.metadata ?? {};
      const metadata = { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) };
      return { ...(written as KubeObject), metadata };
    },
  };
}

/** Replicas that no Scale could show. Places are the paths themselves. */
export function scaleErrors(
  object: KubeObject,
  { specReplicasPath, statusReplicasPath }: CustomResourceSubresourceScale,
): readonly FieldError[] {
  return [specReplicasPath, statusReplicasPath].flatMap((path) => (path === undefined ? [] : replicasErrors(object as Json, path)));
}

function replicasErrors(tree: Json, path: string): readonly FieldError[] {
  const value = valueAt(tree, stepsOf(path));
  if (typeof value !== 'number') return [];
  if (value < 0) return [FieldErrors.invalid(path, value, 'should be a non-negative integer')];
  return value > INT32_MAX ? [FieldErrors.invalid(path, value, `should be less than or equal to ${INT32_MAX}`)] : [];
}

function stepsOf(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}

function valueAt(tree: Json, steps: readonly string[]): Json | undefined {
  return steps.reduce<Json | undefined>((node, step) => (isObject(node) && Object.hasOwn(node, step) ? node[step] : undefined), tree);
}

function withValue(tree: JsonObject, steps: readonly string[], value: Json): JsonObject {
  const [step = '', ...rest] = steps;
  if (rest.length === 0) return { ...tree, [step]: value };
  const inner = tree[step];
  return { ...tree, [step]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

function identityOf({ metadata = {} }: KubeObject): ObjectMeta {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const entries = Object.entries({ name, namespace, uid, resourceVersion, creationTimestamp });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

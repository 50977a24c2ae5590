import { isObject, type JsonObject } from '../../../kube/json';
import type { KubeObject, ManagedFieldsEntry, ObjectMeta } from '../../../kube/meta';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from '../../../kube/types/rbac';
import data from './data/bootstrap-rbac.json';

interface BootstrapData {
  readonly clusterroles: readonly ClusterRole[];
  readonly clusterrolebindings: readonly ClusterRoleBinding[];
  readonly roles: readonly Role[];
  readonly rolebindings: readonly RoleBinding[];
}

const facts = data as BootstrapData;

const API_VERSION = 'rbac.authorization.k8s.io/v1';

export interface BootstrapObject {
  readonly resource: keyof BootstrapData;
  /** As stored: without kind and apiVersion, and still without uid and resourceVersion. */
  readonly object: KubeObject;
}

/**
 * The roles and bindings that a server creates when it starts, each resource by name. Aggregated roles have their rules already.
 * `time` (RFC 3339) becomes creationTimestamp and the time of the managers' entries.
 */
export function bootstrapRbac(time: string): readonly BootstrapObject[] {
  const resources: readonly (keyof BootstrapData)[] = ['clusterroles', 'clusterrolebindings', 'roles', 'rolebindings'];
  return resources.flatMap((resource) => facts[resource].map((object: KubeObject) => ({ resource, object: completed(object, time) })));
}

/** What every node may do: the rules of `system:node`, which no binding grants. */
export function nodeRules(): readonly PolicyRule[] {
  return facts.clusterroles.find((role) => role.metadata?.name === 'system:node')?.rules ?? [];
}

function completed(object: KubeObject, time: string): KubeObject {
  const { name, namespace, labels, annotations } = object.metadata ?? {};
  const metadata: ObjectMeta = {
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: time,
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    managedFields: managersOf(object, time),
  };
  return { ...object, metadata };
}

/** The server owns what it wrote; the rules of an aggregated role belong to the controller that gathers them. */
function managersOf(object: KubeObject & Pick<ClusterRole, 'aggregationRule'>, time: string): ManagedFieldsEntry[] {
  const { metadata, ...spec } = object;
  const { labels, annotations } = metadata ?? {};
  const aggregated = spec.aggregationRule !== undefined;
  const own = Object.entries(spec).filter(([field, value]) => value !== null && !(aggregated && field === 'rules'));
  const fields: JsonObject = {
    'f:metadata': { ...ownedMap('annotations', annotations), ...ownedMap('labels', labels) },
    ...Object.fromEntries(own.map(([field, value]) => [`f:${field}`, ownedValue(value)])),
  };
  const entry = { apiVersion: API_VERSION, time, fieldsType: 'FieldsV1' } as const;
  const server: ManagedFieldsEntry = { manager: 'kube-apiserver', operation: 'Update', ...entry, fieldsV1: fields };
  if (!aggregated) return [server];
  return [{ manager: 'clusterrole-aggregation-controller', operation: 'Apply', ...entry, fieldsV1: { 'f:rules': {} } }, server];
}

function ownedMap(field: string, map: Readonly<Record<string, string>> | undefined): JsonObject {
  if (map === undefined) return {};
  return { [`f:${field}`]: { '.': {}, ...Object.fromEntries(Object.keys(map).map((key) => [`f:${key}`, {}])) } };
}

/** Lists and roleRef are atomic; an aggregation rule has a member of its own. */
function ownedValue(value: unknown): JsonObject {
  return isObject(value) && 'clusterRoleSelectors' in value ? { '.': {}, 'f:clusterRoleSelectors': {} } : {};
}

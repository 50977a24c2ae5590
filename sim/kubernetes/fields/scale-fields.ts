import { fieldSetOfNames } from './field-set-builder';
import { decodeManagers, encodeManagers } from './managers';
import type { Json } from '../../../kube/json';
import type { FieldSet } from './field-set';
import type { Manager } from './managers';

const SCALE_VERSION = 'autoscaling/v1';
const SCALE_REPLICAS = fieldSetOfNames([['spec', 'replicas']]);

/** How the versions of a scaled kind name their replicas. */
export interface ScaledKind {
  /** Of the request. */
  readonly apiVersion: string;
  /** `['spec', 'replicas']` by apiVersion; a version that is not there is unknown, one without a path has no replicas. */
  readonly replicasPaths: Readonly<Record<string, readonly string[] | undefined>>;
}

/** managedFields of the scale of an object: who of its managers owns the replicas. */
export function managedFieldsOfScale(parent: Json | undefined, scaled: ScaledKind): Json[] | undefined {
  const found = new Map<string, Manager>();
  for (const [identity, manager] of decodeManagers(parent) ?? []) {
    const path = replicasOf(scaled, manager.apiVersion);
    if (path === undefined || !holds(manager.fields, path)) continue;
    found.set(identity, { ...manager, apiVersion: SCALE_VERSION, fields: SCALE_REPLICAS });
  }
  return encodeManagers(found);
}

/**
 * managedFields of an object after its scale was written: whoever lost the replicas there loses them here. An updater never finds itself
 * in the scale, where its identity has another apiVersion: its claim comes back as an entry of its own, without a time.
 */
export function managedFieldsOfScaled(parent: Json | undefined, scale: Json | undefined, scaled: ScaledKind): Json[] | undefined {
  const left = new Map(decodeManagers(scale) ?? []);
  const result = new Map<string, Manager>();
  for (const [identity, manager] of decodeManagers(parent) ?? []) {
    if (!Object.hasOwn(scaled.replicasPaths, manager.apiVersion)) continue;
    const path = replicasOf(scaled, manager.apiVersion);
    const keeps = path === undefined || !holds(manager.fields, path) || left.delete(identity);
    const fields = keeps ? manager.fields : manager.fields.difference(path);
    if (!fields.isEmpty) result.set(identity, { ...manager, fields });
  }
  const path = replicasOf(scaled, scaled.apiVersion);
  for (const [identity, { name, operation, subresource, fields }] of left) {
    if (path === undefined || !holds(fields, SCALE_REPLICAS)) continue;
    result.set(identity, { name, operation, subresource, apiVersion: scaled.apiVersion, fields: path });
  }
  return encodeManagers(result);
}

function replicasOf({ replicasPaths }: ScaledKind, apiVersion: string): FieldSet | undefined {
  const path = Object.hasOwn(replicasPaths, apiVersion) ? replicasPaths[apiVersion] : undefined;
  return path === undefined ? undefined : fieldSetOfNames([path]);
}

function holds(fields: FieldSet, path: FieldSet): boolean {
  return path.difference(fields).isEmpty;
}

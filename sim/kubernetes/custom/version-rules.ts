import type { FieldError } from '../../../kube/field-error';
import type { Json, JsonObject } from '../../../kube/json';
import { apiVersionOf, type GroupVersionKind, type KubeObject } from '../../../kube/meta';
import type { CustomResourceSubresourceScale } from '../../../kube/types/apiextensions';
import { scaleErrors } from './scale';
import { blockedRules, isBlocked } from './validate/blocking';
import { Findings } from './validate/findings';
import { duplicateItems } from './validate/list-types';
import { brokenRules } from './validate/rules';
import { schemaCheck } from './validate/schema-check';
import { childOf } from './schema/children';
import { settlerOf } from './schema/defaults';
import { pruned } from './schema/prune';

/** What the schema of one version does to its objects, which come without kind and apiVersion. */
export interface VersionRules {
  /** With defaults, and without nulls that have no place. */
  settle(object: KubeObject): KubeObject;
  /** Besides, without members that the schema does not know: how an object of an older schema is read. */
  read(object: KubeObject): KubeObject;
  /** `before`: what is wrong with it already, which may keep rules from being asked. */
  validate(object: KubeObject, before?: readonly FieldError[]): readonly FieldError[];
  /** Leaves alone what was already there in `current`. */
  validateUpdate(object: KubeObject, current: KubeObject): readonly FieldError[];
  /** The same through the status endpoint: of the schema, only the status is checked. */
  validateStatus(object: KubeObject, current: KubeObject): readonly FieldError[];
}

export function versionRules(schema: JsonObject, gvk: GroupVersionKind, scale?: CustomResourceSubresourceScale): VersionRules {
  const typeMeta = { apiVersion: apiVersionOf(gvk), kind: gvk.kind };
  const whole = (object: KubeObject): JsonObject => ({ ...typeMeta, ...(object as JsonObject) });
  const settle = (object: KubeObject): KubeObject => settlerOf(schema)(object as Json) as KubeObject;
  const read = new WeakMap<KubeObject, KubeObject>();
  return {
    settle,
    read(object) {
      const known = read.get(object);
      if (known !== undefined) return known;
      const made = settle(pruned(object as Json, schema, true) as KubeObject);
      read.set(object, made);
      return made;
    },
    validate: (object, before = []) => problems(schema, { value: whole(object), before, scale }),
    validateUpdate: (object, current) => problems(schema, { value: whole(object), old: whole(current), scale }),
    validateStatus: (object, current) => problems(schema, { value: whole(object), old: whole(current), statusOnly: true, scale }),
  };
}

interface Subject {
  readonly value: JsonObject;
  readonly old?: JsonObject;
  readonly statusOnly?: boolean;
  readonly before?: readonly FieldError[];
  readonly scale: CustomResourceSubresourceScale | undefined;
}

function problems(schema: JsonObject, subject: Subject): readonly FieldError[] {
  const { value, old } = subject;
  const found = subject.statusOnly === true ? statusErrors(schema, subject) : schemaErrors(schema, value, old);
  const hadTwins = old !== undefined && duplicateItems(old, schema).length > 0;
  const replicas = subject.scale === undefined ? [] : scaleErrors(value, subject.scale);
  const errors = [...found, ...replicas, ...(hadTwins ? [] : duplicateItems(value, schema))];
  const all = [...(subject.before ?? []), ...errors];
  return isBlocked(all) ? [...errors, ...blockedRules(all, schema)] : [...errors, ...brokenRules(value, schema, old)];
}

function schemaErrors(schema: JsonObject, value: Json, old: Json | undefined): readonly FieldError[] {
  const out = new Findings();
  schemaCheck(schema)(value, '', out, old);
  return out.errors;
}

/** Texts speak of places inside the status, fields of places in the object. */
function statusErrors(schema: JsonObject, { value, old }: Subject): readonly FieldError[] {
  const status = childOf(schema, 'status');
  if (status === undefined || value.status === undefined) return [];
  const inside = schemaErrors(status, value.status, old?.status);
  return inside.map((error) => ({ ...error, field: error.field === '<nil>' ? 'status' : `status.${error.field}` }));
}

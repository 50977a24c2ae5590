import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { goJson } from '../../../../base/go';
import type { ObjectMeta } from '../../../../kube/meta';
import type { SelfSubjectAccessReviewSpec, SubjectAccessReviewSpec } from '../../../../kube/types/authorization';
import { validateReviewSelector } from './selector-validation';

const EITHER = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';

/** What all access reviews have in common. */
export function validateSelfSpec(spec: SelfSubjectAccessReviewSpec): FieldError[] {
  return [...validateAttributes(spec), ...validateSelectors(spec)];
}

export function validateSubjectSpec(spec: SubjectAccessReviewSpec): FieldError[] {
  const nobody = (spec.user ?? '') === '' && (spec.groups ?? []).length === 0;
  const errors = nobody ? [FieldErrors.invalid('spec.user', spec.user ?? '', 'at least one of user or group must be specified')] : [];
  return [...validateAttributes(spec), ...errors, ...validateSelectors(spec)];
}

/** `allowed` members may be set; managedFields are the server's. */
export function validateEmptyMetadata(metadata: ObjectMeta, allowed: readonly (keyof ObjectMeta)[], detail: string): FieldError[] {
  const free = new Set<string>([...allowed, 'managedFields']);
  const set = Object.entries(metadata).filter(([member, value]) => !free.has(member) && !isEmpty(value));
  if (set.length === 0) return [];
  const message = `Invalid value: ${metadataText(metadata)}: ${detail}`;
  return [{ reason: 'FieldValueInvalid', field: 'metadata', message }];
}

export function nonResourceInvalid(spec: SelfSubjectAccessReviewSpec, detail: string): FieldError[] {
  const attributes = spec.nonResourceAttributes;
  if (attributes === undefined) return [];
  // The internal type has no JSON names.
  const shown = { Path: attributes.path ?? '', Verb: attributes.verb ?? '' };
  return [FieldErrors.invalid('spec.nonResourceAttributes', shown, detail)];
}

function validateAttributes(spec: SelfSubjectAccessReviewSpec): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes !== undefined) return nonResourceInvalid(spec, 'cannot be specified in combination with resourceAttributes');
  return nonResourceAttributes === undefined ? [FieldErrors.invalid('spec.resourceAttributes', null, EITHER)] : [];
}

function validateSelectors({ resourceAttributes }: SelfSubjectAccessReviewSpec): FieldError[] {
  const { fieldSelector, labelSelector } = resourceAttributes ?? {};
  return [
    ...(fieldSelector === undefined ? [] : validateReviewSelector(fieldSelector, 'field', 'spec.resourceAttributes.fieldSelector')),
    ...(labelSelector === undefined ? [] : validateReviewSelector(labelSelector, 'label', 'spec.resourceAttributes.labelSelector')),
  ];
}

// ObjectMeta and its managers' entries as Go's struct lists them; maps are sorted.
const META_ORDER = ['name', 'generateName', 'namespace', 'labels', 'annotations', 'ownerReferences', 'finalizers', 'managedFields'];
const OWNER_ORDER = ['apiVersion', 'kind', 'name', 'uid', 'controller', 'blockOwnerDeletion'];
const MANAGER_ORDER = ['manager', 'operation', 'apiVersion', 'time', 'fieldsType', 'fieldsV1', 'subresource'];

function metadataText(metadata: ObjectMeta): string {
  return structText(META_ORDER, {
    ...metadata,
    ...(metadata.ownerReferences === undefined ? {} : { ownerReferences: listText(OWNER_ORDER, metadata.ownerReferences) }),
    ...(metadata.managedFields === undefined ? {} : { managedFields: listText(MANAGER_ORDER, metadata.managedFields) }),
  });
}

/** A member's text that is JSON already. */
class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function listText(order: readonly string[], items: readonly object[]): RawJson {
  return new RawJson(`[${items.map((item) => structText(order, item)).join(',')}]`);
}

function structText(order: readonly string[], struct: object): string {
  const members = new Map<string, unknown>(Object.entries(struct));
  const texts = order.flatMap((name) => {
    const value = members.get(name);
    if (value instanceof RawJson) return [`"${name}":${value.text}`];
    return isEmpty(value) ? [] : [`"${name}":${goJson(value)}`];
  });
  return `{${texts.join(',')}}`;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && !(value instanceof RawJson) && Object.keys(value).length === 0;
}

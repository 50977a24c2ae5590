import { FieldErrors, type FieldError } from '../field-error';
import type { ObjectMeta } from '../meta';
import { dnsLabelName, labelValueErrors, qualifiedNameErrors, type NameRule } from './names';
import { validateOwnerReferences } from './owner-references';
import { byteLength } from './regex-error';

export interface ObjectMetaRules {
  readonly namespaced: boolean;
  readonly validateName: NameRule;
  /** Names without a domain are only for Kubernetes' own finalizers: so with nearly all built-in kinds. Default false. */
  readonly standardFinalizers?: boolean;
}

/** Kubernetes' own finalizers, the only ones that may be bare. */
const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

const ANNOTATIONS_MAX = 256 * 1024;

const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** ValidateObjectMeta: the rules of metadata by itself. */
export function validateObjectMeta(meta: ObjectMeta, rules: ObjectMetaRules, field = 'metadata'): FieldError[] {
  const { generation = 0, finalizers = [] } = meta;
  const errors = validateNames(meta, rules.validateName, field);
  errors.push(...validateNamespace(meta.namespace ?? '', rules.namespaced, `${field}.namespace`));
  if (generation < 0) errors.push(FieldErrors.invalid(`${field}.generation`, generation, 'must be greater than or equal to 0'));
  errors.push(...validateLabels(meta.labels ?? {}, `${field}.labels`));
  errors.push(...validateAnnotations(meta.annotations ?? {}, `${field}.annotations`));
  errors.push(...validateOwnerReferences(meta.ownerReferences ?? [], `${field}.ownerReferences`));
  errors.push(...validateFinalizers(finalizers, `${field}.finalizers`));
  if (rules.standardFinalizers === true) errors.push(...validateStandardFinalizers(finalizers, `${field}.finalizers`));
  return errors;
}

/** What the name and its prefix, where they are given, have against a rule. */
export function validateNames({ name = '', generateName = '' }: ObjectMeta, validateName: NameRule, field = 'metadata'): FieldError[] {
  const errors = nameErrors(`${field}.generateName`, generateName, generateName === '' ? [] : validateName(generateName, true));
  if (name === '') errors.push(FieldErrors.required(`${field}.name`, 'name or generateName is required'));
  else errors.push(...nameErrors(`${field}.name`, name, validateName(name, false)));
  return errors;
}

/** ValidateObjectMetaUpdate: the rules of a change. */
export function validateObjectMetaUpdate(
  next: ObjectMeta,
  current: ObjectMeta,
  rules: Pick<ObjectMetaRules, 'standardFinalizers'> = {},
): FieldError[] {
  const errors = current.deletionTimestamp === undefined ? [] : validateNoNewFinalizers(next.finalizers ?? [], current.finalizers ?? []);
  if ((next.resourceVersion ?? '') === '') {
    errors.push(FieldErrors.invalid('metadata.resourceVersion', next.resourceVersion ?? '', 'must be specified for an update'));
  }
  if ((next.generation ?? 0) < (current.generation ?? 0)) {
    errors.push(FieldErrors.invalid('metadata.generation', next.generation ?? 0, 'must not be decremented'));
  }
  for (const member of IMMUTABLE) errors.push(...validateImmutable(next[member], current[member], `metadata.${member}`));
  errors.push(...validateLabels(next.labels ?? {}, 'metadata.labels'));
  errors.push(...validateAnnotations(next.annotations ?? {}, 'metadata.annotations'));
  errors.push(...validateOwnerReferences(next.ownerReferences ?? [], 'metadata.ownerReferences'));
  if (rules.standardFinalizers === true) errors.push(...validateStandardFinalizers(next.finalizers ?? [], 'metadata.finalizers'));
  return errors;
}

/** ValidateImmutableField for scalars: absent and empty are the same. */
export function validateImmutable(next: unknown, current: unknown, field: string): FieldError[] {
  return (next ?? '') === (current ?? '') ? [] : [FieldErrors.invalid(field, next ?? null, 'field is immutable')];
}

/** Sorted by key, where Go's order is random. */
export function validateLabels(labels: Readonly<Record<string, string>>, field: string): FieldError[] {
  return Object.keys(labels)
    .sort()
    .flatMap((key) => {
      const value = labels[key] ?? '';
      return [...nameErrors(field, key, qualifiedNameErrors(key)), ...nameErrors(field, value, labelValueErrors(value))];
    });
}

export function validateAnnotations(annotations: Readonly<Record<string, string>>, field: string): FieldError[] {
  const keys = Object.keys(annotations).sort();
  // Unlike a label's, an annotation's key may have capitals in its prefix.
  const errors = keys.flatMap((key) => nameErrors(field, key, qualifiedNameErrors(key.toLowerCase())));
  const size = keys.reduce((sum, key) => sum + byteLength(key) + byteLength(annotations[key] ?? ''), 0);
  return size > ANNOTATIONS_MAX ? [...errors, FieldErrors.tooLong(field, ANNOTATIONS_MAX)] : errors;
}

export function validateFinalizers(finalizers: readonly string[], field: string): FieldError[] {
  const errors = finalizers.flatMap((finalizer) => nameErrors(field, finalizer, qualifiedNameErrors(finalizer)));
  if (!finalizers.includes('orphan') || !finalizers.includes('foregroundDeletion')) return errors;
  return [...errors, FieldErrors.invalid(field, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set')];
}

function validateStandardFinalizers(finalizers: readonly string[], field: string): FieldError[] {
  return finalizers.flatMap((finalizer, index) => validateStandardFinalizer(finalizer, `${field}[${index}]`));
}

/** What the built-in kinds ask of a finalizer beyond being a qualified name. */
export function validateStandardFinalizer(finalizer: string, field: string): FieldError[] {
  if (finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)) return [];
  return [FieldErrors.invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
}

function validateNoNewFinalizers(next: readonly string[], current: readonly string[]): FieldError[] {
  const added = [...new Set(next.filter((finalizer) => !current.includes(finalizer)))].sort();
  if (added.length === 0) return [];
  const list = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [FieldErrors.forbidden('metadata.finalizers', detail)];
}

function validateNamespace(namespace: string, namespaced: boolean, field: string): FieldError[] {
  if (!namespaced) return namespace === '' ? [] : [FieldErrors.forbidden(field, 'not allowed on this type')];
  if (namespace === '') return [FieldErrors.required(field)];
  return nameErrors(field, namespace, dnsLabelName(namespace, false));
}

function nameErrors(field: string, value: string, texts: readonly string[]): FieldError[] {
  return texts.map((text) => FieldErrors.invalid(field, value, text));
}

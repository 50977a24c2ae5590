import { goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import type { FieldError } from '../../../kube/field-error';
import type { GroupVersionKind, KubeObject } from '../../../kube/meta';
import { dnsSubdomainName, validateObjectMeta, validateObjectMetaUpdate, type ObjectMetaRules } from '../../../kube/validation';
import type { FieldReader, Strategy, TablePrinter } from '../model/strategy';
import { sameTree } from '../../../kube/same-tree';
import type { VersionRules } from './version-rules';

/** A custom resource, without kind and apiVersion. */
interface Custom extends KubeObject {
  readonly status?: unknown;
}

export interface StrategyParts {
  readonly gvk: GroupVersionKind;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly hasStatus: boolean;
  /** The definition is on its way out and takes no new objects. */
  readonly terminating: boolean;
  readonly rules: () => VersionRules;
  readonly table: TablePrinter;
  readonly selectableFields: Readonly<Record<string, FieldReader>>;
}

/** The main endpoint. With a status endpoint beside it, it leaves the status alone. */
export function customMain(parts: StrategyParts): Strategy<Custom> {
  const { hasStatus, table, selectableFields, terminating, gvk, resource } = parts;
  return {
    ...common(parts),
    table,
    selectableFields,
    ...(hasStatus ? { resetFields: [['status']] } : {}),
    ...(terminating ? { checkRights: (next, current) => refuseCreation({ group: gvk.group, resource }, next, current) } : {}),
    prepareForCreate: (object) => withGeneration(hasStatus ? withoutStatus(object) : object, 1),
    prepareForUpdate: (next, current) => counted(hasStatus ? withStatus(next, current) : next, current),
  };
}

/** The scale endpoint changes the replicas of the whole object. */
export function customScale(parts: StrategyParts): Strategy<Custom> {
  const { rules, gvk } = parts;
  return {
    ...(parts.hasStatus ? { resetFields: [['status']] } : {}),
    errorGroup: gvk.group,
    errorKind: gvk.kind,
    prepareForUpdate: (next, current) => counted(next, current),
    validateUpdate: (next, current) => [...metadataErrors(parts, next, current), ...rules().validateUpdate(next, current)],
  };
}

/** The status endpoint leaves everything else alone, metadata included. */
export function customStatus(parts: StrategyParts): Strategy<Custom> {
  return {
    ...common(parts),
    validateUpdate: (next, current) => [...metadataErrors(parts, next, current), ...parts.rules().validateStatus(next, current)],
    resetFields: [['apiVersion'], ['kind'], ['metadata'], ['spec']],
    prepareForUpdate: (next, current) => ({
      ...withStatus(current, next),
      metadata: { ...withoutManagers(current), ...managersOf(next) },
    }),
  };
}

/** Upstream checks changes of metadata once more than for built-in kinds. */
function metadataErrors(parts: StrategyParts, next: Custom, current: Custom): readonly FieldError[] {
  return validateObjectMetaUpdate(next.metadata ?? {}, current.metadata ?? {}, metadataRules(parts));
}

function metadataRules({ namespaced }: StrategyParts): ObjectMetaRules {
  return { namespaced, validateName: dnsSubdomainName };
}

function common(parts: StrategyParts): Strategy<Custom> {
  const { rules } = parts;
  return {
    allowUnconditionalUpdate: false,
    validateName: dnsSubdomainName,
    applyDefaults: (object) => rules().settle(object),
    // Its metadata is validated apart from it.
    validate: (object) => rules().validate(object, validateObjectMeta(object.metadata ?? {}, metadataRules(parts))),
    validateUpdate: (next, current) => [...metadataErrors(parts, next, current), ...rules().validateUpdate(next, current)],
    warningsOnCreate: (object) => finalizerWarnings(object.metadata?.finalizers ?? [], []),
    warningsOnUpdate: (next, current) => finalizerWarnings(next.metadata?.finalizers ?? [], current.metadata?.finalizers ?? []),
  };
}

/** New finalizers without a path. */
function finalizerWarnings(finalizers: readonly string[], known: readonly string[]): string[] {
  const bare = finalizers.filter((name) => !name.includes('/') && !STANDARD_FINALIZERS.includes(name) && !known.includes(name));
  return [...new Set(bare)].sort().map((name) => {
    const path = name.includes('.') ? ' including a path (/)' : '';
    const why = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
    return `metadata.finalizers: ${goQuote(name)}: ${why}`;
  });
}

const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

function refuseCreation(resource: { readonly group: string; readonly resource: string }, next: Custom, current: Custom | undefined): void {
  if (current !== undefined) return;
  const why = 'create not allowed while custom resource definition is terminating';
  throw ApiError.forbidden(resource, next.metadata?.name ?? '', why);
}

/** Every change outside metadata counts; where the status has its own endpoint it was put back before. */
function counted(next: Custom, current: Custom): Custom {
  const { metadata: _next, ...body } = next;
  const { metadata: stored, ...old } = current;
  const generation = stored?.generation ?? 0;
  return sameTree(body, old) ? next : withGeneration(next, generation + 1);
}

function withGeneration(object: Custom, generation: number): Custom {
  return { ...object, metadata: { ...object.metadata, generation } };
}

function withoutStatus({ status: _dropped, ...rest }: Custom): Custom {
  return rest;
}

function withStatus(object: Custom, from: Custom): Custom {
  const { status: _replaced, ...rest } = object;
  return from.status === undefined ? rest : { ...rest, status: from.status };
}

function withoutManagers({ metadata }: Custom): KubeObject['metadata'] {
  const { managedFields: _managedFields, ...rest } = metadata ?? {};
  return rest;
}

function managersOf({ metadata }: Custom): Pick<NonNullable<KubeObject['metadata']>, 'managedFields'> {
  return metadata?.managedFields === undefined ? {} : { managedFields: metadata.managedFields };
}

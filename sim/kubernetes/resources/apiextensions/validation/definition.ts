import { FieldErrors, Verbatim, type FieldError } from '../../../../../kube/field-error';
import type { JsonObject } from '../../../../../kube/json';
import { dns1035LabelErrors, dnsSubdomainErrors } from '../../../../../kube/validation/dns';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
} from '../../../../../kube/types/apiextensions';
import { APPROVAL_ANNOTATION, approvalOf, isProtectedGroup } from '../../../custom/approval';
import { isTrue } from '../../../custom/conditions';
import { sameTree } from '../../../../../kube/same-tree';
import { columnErrors, subresourceErrors } from './columns';
import { conversionErrors } from './conversion';
import { nameErrors, requiredNames } from './names';
import { schemaErrors } from './schema';
import { selectableFieldErrors } from './selectable-fields';
import { storedVersionErrors } from './stored-versions';
import { placedVersions, type Placed } from './versions';

/** apiextensions' ValidateCustomResourceDefinition, without the generic metadata. */
export function definitionErrors(crd: CustomResourceDefinition): readonly FieldError[] {
  return [
    ...ownNameErrors(crd),
    ...specErrors(crd.spec ?? {}, undefined),
    ...nameErrors(crd.status?.acceptedNames ?? {}, 'status.acceptedNames'),
    ...storedVersionErrors(crd),
    ...approvalErrors(crd, undefined),
  ];
}

/** What did not change is not complained of again where upstream lets it stand. */
export function definitionUpdateErrors(crd: CustomResourceDefinition, old: CustomResourceDefinition): readonly FieldError[] {
  const [spec, stored] = [crd.spec ?? {}, old.spec ?? {}];
  const immutable = [
    ...(isTrue(old, 'Established')
      ? [changed('spec.scope', spec.scope, stored.scope), changed('spec.names.kind', spec.names?.kind, stored.names?.kind)]
      : []),
    changed('spec.group', spec.group, stored.group),
    changed('spec.names.plural', spec.names?.plural, stored.names?.plural),
  ];
  return [
    ...specErrors(spec, stored),
    ...immutable.flat(),
    ...nameErrors(crd.status?.acceptedNames ?? {}, 'status.acceptedNames'),
    ...storedVersionErrors(crd),
    ...approvalErrors(crd, old),
  ];
}

function changed(field: string, value: unknown, old: unknown): readonly FieldError[] {
  return value === old ? [] : [FieldErrors.invalid(field, value, 'field is immutable')];
}

function ownNameErrors({ metadata, spec }: CustomResourceDefinition): readonly FieldError[] {
  const name = metadata?.name ?? '';
  const expected = `${spec?.names?.plural ?? ''}.${spec?.group ?? ''}`;
  if (name === '' || name === expected) return [];
  return [FieldErrors.invalid('metadata.name', name, 'must be spec.names.plural+"."+spec.group')];
}

function specErrors(spec: CustomResourceDefinitionSpec, old: CustomResourceDefinitionSpec | undefined): readonly FieldError[] {
  const versions = spec.versions ?? [];
  const { own, top } = placedVersions(spec);
  const missing = versions.flatMap(({ schema }, index) =>
    schema?.openAPIV3Schema === undefined ? [FieldErrors.required(`spec.versions[${index}].schema.openAPIV3Schema`)] : [],
  );
  const known = old?.versions ?? [];
  return [
    ...groupErrors(spec.group ?? ''),
    ...scopeErrors(spec.scope ?? ''),
    ...(spec.preserveUnknownFields === true ? [FieldErrors.invalid('spec.preserveUnknownFields', true, PRESERVE)] : []),
    ...missing,
    ...own.flatMap((placed, index) => [...versionErrors(placed.version, index), ...partErrors(placed, known)]),
    ...versionListErrors(versions, own),
    ...versionNameErrors(versions[0]?.name ?? 'v1', 'spec.version'),
    ...requiredNames(spec.names ?? {}),
    ...nameErrors(spec.names ?? {}, 'spec.names'),
    ...(top === undefined ? [] : partErrors(top, known)),
    ...(spec.conversion === undefined ? [] : conversionErrors(spec.conversion)),
  ];
}

const PRESERVE = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';

function groupErrors(group: string): readonly FieldError[] {
  if (group === '') return [FieldErrors.required('spec.group')];
  const problems = dnsSubdomainErrors(group);
  if (problems.length > 0) return [FieldErrors.invalid('spec.group', group, problems.join(','))];
  return group.includes('.') ? [] : [FieldErrors.invalid('spec.group', group, 'should be a domain with at least one dot')];
}

function scopeErrors(scope: string): readonly FieldError[] {
  if (scope === '') return [FieldErrors.required('spec.scope')];
  return scope === 'Cluster' || scope === 'Namespaced' ? [] : [FieldErrors.notSupported('spec.scope', scope, ['Cluster', 'Namespaced'])];
}

function versionErrors(
  { name = '', deprecated, deprecationWarning }: CustomResourceDefinitionVersion,
  index: number,
): readonly FieldError[] {
  const warns = deprecationWarning !== undefined && deprecated !== true;
  const why = 'can only be set for deprecated versions';
  return [
    ...versionNameErrors(name, `spec.versions[${index}].name`),
    ...(warns ? [FieldErrors.invalid(`spec.versions[${index}].deprecationWarning`, deprecationWarning, why)] : []),
  ];
}

function versionNameErrors(name: string, field: string): readonly FieldError[] {
  const problems = dns1035LabelErrors(name);
  return problems.length === 0 ? [] : [FieldErrors.invalid(field, name, problems.join(','))];
}

function partErrors({ version, ...paths }: Placed, known: readonly CustomResourceDefinitionVersion[]): readonly FieldError[] {
  const { schema, subresources, additionalPrinterColumns = [], selectableFields = [] } = version;
  const tree = schema?.openAPIV3Schema as JsonObject | undefined;
  const unchanged = known.some((one) => sameTree(one.schema, schema));
  return [
    ...(tree === undefined || unchanged ? [] : schemaErrors(tree, `${paths.schemaPath}.openAPIV3Schema`)),
    ...(subresources === undefined ? [] : subresourceErrors(subresources, paths.subresourcesPath)),
    ...additionalPrinterColumns.flatMap((column, index) => columnErrors(column, `${paths.columnsPath}[${index}]`)),
    ...(selectableFields.length === 0 ? [] : selectableFieldErrors(selectableFields, tree ?? {}, paths.selectablePath)),
  ];
}

function versionListErrors(versions: readonly CustomResourceDefinitionVersion[], own: readonly Placed[]): readonly FieldError[] {
  const shown = new Verbatim(goVersions(own.map(({ version }) => version)));
  const unique = new Set(versions.map(({ name }) => name)).size === versions.length;
  const storing = versions.filter(({ storage }) => storage === true).length;
  return [
    ...(unique ? [] : [FieldErrors.invalid('spec.versions', shown, 'must contain unique version names')]),
    ...(storing === 1 ? [] : [FieldErrors.invalid('spec.versions', shown, 'must have exactly one version marked as storage version')]),
  ];
}

/** As Go prints its internal type. */
function goVersions(versions: readonly CustomResourceDefinitionVersion[]): string {
  const shown = versions.map(({ name = '', served = false, storage = false, deprecated = false, deprecationWarning = null, ...parts }) => ({
    Name: name,
    Served: served,
    Storage: storage,
    Deprecated: deprecated,
    DeprecationWarning: deprecationWarning,
    Schema: parts.schema === undefined ? null : { OpenAPIV3Schema: parts.schema.openAPIV3Schema },
    Subresources: parts.subresources ?? null,
    AdditionalPrinterColumns: parts.additionalPrinterColumns ?? null,
    SelectableFields: parts.selectableFields ?? null,
  }));
  return JSON.stringify(shown);
}

function approvalErrors({ metadata, spec }: CustomResourceDefinition, old: CustomResourceDefinition | undefined): readonly FieldError[] {
  if (!isProtectedGroup(spec?.group ?? '')) return [];
  const annotation = metadata?.annotations?.[APPROVAL_ANNOTATION];
  if (old !== undefined && old.metadata?.annotations?.[APPROVAL_ANNOTATION] === annotation) return [];
  const { state, message } = approvalOf(metadata?.annotations);
  const field = `metadata.annotations[${APPROVAL_ANNOTATION}]`;
  if (state === 'missing') return [FieldErrors.required(field, message)];
  return state === 'invalid' ? [FieldErrors.invalid(field, annotation, message)] : [];
}

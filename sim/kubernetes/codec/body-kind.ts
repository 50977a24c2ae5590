import { ApiError } from '../../../kube/api-error';
import { apiVersionOf, parseApiVersion } from '../../../kube/meta';
import { builtInType, isRegisteredKind } from '../schema';
import { SCHEME, unhandled } from './decode-errors';
import { RawObject } from './raw-json';
import { withDefaults } from './type-meta';
import type { GroupVersion, GroupVersionKind } from '../../../kube/meta';
import type { StructNode } from '../schema/type-node';
import type { RawJson } from './raw-json';

/** What an endpoint of a built-in kind takes. */
export interface DecodeTarget {
  /** Stands in for the kind or apiVersion that a body lacks. */
  readonly gvk: GroupVersionKind;
  readonly type: StructNode;
  /** Further versions that the endpoint takes, such as policy/v1beta1 for an eviction. */
  readonly accepts?: readonly GroupVersion[];
}

export interface BodyKind {
  readonly gvk: GroupVersionKind;
  /** Undefined for kinds that are registered but not described. */
  readonly type: StructNode | undefined;
}

/** The kind that a body says it is, if the server could decode it at all. `shown` is how the body appears in texts. */
export function kindOfBody(meta: { readonly kind: string; readonly apiVersion: string }, target: DecodeTarget, shown: string): BodyKind {
  const gvk = withDefaults(meta, target.gvk);
  const { kind } = target.gvk;
  if (gvk.version === '') throw unhandled(gvk, kind, `Object 'apiVersion' is missing in '${shown}'`);
  if (sameKind(gvk, target.gvk)) return { gvk, type: target.type };
  if (isRegisteredKind(gvk, target.gvk.group)) return { gvk, type: builtInType(gvk) };
  throw unhandled(gvk, kind, `no kind "${gvk.kind}" is registered for version "${apiVersionOf(gvk)}" in scheme "${SCHEME}"`);
}

/** A custom resource must say its kind; its apiVersion is compared later. Undefined when it does not. */
export function kindOfCustomBody(raw: RawJson, target: DecodeTarget): BodyKind | undefined {
  const text = (name: string): string => {
    const value = raw instanceof RawObject ? raw.members.filter(([key]) => key === name).at(-1)?.[1] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const kind = text('kind');
  const gvk = { ...parseApiVersion(text('apiVersion')), kind };
  return kind === '' ? undefined : { gvk, type: customTypeOf(gvk, target) };
}

/** Of another version of a custom resource nothing but the metadata is known; members of another kind are not looked at. */
function customTypeOf(gvk: GroupVersionKind, { gvk: expected, type }: DecodeTarget): StructNode {
  if (sameKind(gvk, expected)) return type;
  const metadata = type.field('metadata');
  return {
    kind: 'struct',
    name: type.name,
    fields: metadata === undefined ? [] : [metadata],
    field: (name) => (name === 'metadata' ? metadata : undefined),
    atomic: type.atomic,
    preserveUnknown: gvk.group !== expected.group || gvk.kind !== expected.kind,
  };
}

/** Only now is it checked whether the endpoint wants such a kind: what does not decode is refused for that first. */
export function checkConvertible(gvk: GroupVersionKind, target: DecodeTarget): void {
  if (gvk.kind === target.gvk.kind && gvk.group === target.gvk.group) return;
  const from = `${gvk.version}.${gvk.kind}`;
  const to = `${internalPackage(target.gvk)}.${target.gvk.kind}`;
  throw unhandled(gvk, target.gvk.kind, `converting (${from}) to (${to}): unknown conversion`);
}

export function checkVersion(gvk: GroupVersionKind, { gvk: expected, accepts = [] }: DecodeTarget): void {
  if ([expected, ...accepts].some((gv) => gv.group === gvk.group && gv.version === gvk.version)) return;
  const versions = `(${apiVersionOf(gvk)}) does not match the expected API version (${apiVersionOf(expected)})`;
  throw ApiError.badRequest(`the API version in the data ${versions}`);
}

function sameKind(a: GroupVersionKind, b: GroupVersionKind): boolean {
  return a.kind === b.kind && a.version === b.version && a.group === b.group;
}

/** Where Go keeps the internal type of a kind. */
function internalPackage({ group }: GroupVersionKind): string {
  return group === '' || group === 'events.k8s.io' ? 'core' : (group.split('.')[0] ?? '');
}

import { RawObject, RawNumber } from './raw-json';
import type { GroupVersionKind } from '../../../kube/meta';
import type { RawJson } from './raw-json';

// Go prints the anonymous struct that it looks at first.
const PEEK = `struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`;

export type TypeMeta = { readonly kind: string; readonly apiVersion: string } | { readonly error: string };

/** What apimachinery's MetaFactory finds out before it knows the type: member names match in any case here. */
export function interpret(raw: RawJson): TypeMeta {
  if (raw === null) return { kind: '', apiVersion: '' };
  if (!(raw instanceof RawObject)) return { error: peekError(`json: cannot unmarshal ${nameOf(raw)} into Go value of type ${PEEK}`) };
  const found = { kind: '', apiVersion: '' };
  for (const [key, value] of raw.members) {
    const name = key.toLowerCase() === 'kind' ? 'kind' : key.toLowerCase() === 'apiversion' ? 'apiVersion' : undefined;
    if (name === undefined || value === null) continue;
    if (typeof value !== 'string') {
      return { error: peekError(`json: cannot unmarshal ${nameOf(value)} into Go struct field .${name} of type string`) };
    }
    found[name] = value;
  }
  const slashes = found.apiVersion.split('/').length - 1;
  return slashes > 1 ? { error: `unexpected GroupVersion string: ${found.apiVersion}` } : found;
}

export function peekError(why: string): string {
  return `couldn't get version/kind; json parse error: ${why}`;
}

/** What the body leaves out is taken from the endpoint's kind. */
export function withDefaults(
  { kind, apiVersion }: { readonly kind: string; readonly apiVersion: string },
  defaults: GroupVersionKind,
): GroupVersionKind {
  const slash = apiVersion.indexOf('/');
  const [group, version] = slash < 0 ? ['', apiVersion] : [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
  const takesDefault = version === '' && (group === '' || group === defaults.group);
  return { kind: kind || defaults.kind, group: takesDefault ? defaults.group : group, version: takesDefault ? defaults.version : version };
}

function nameOf(raw: RawJson): string {
  if (raw instanceof RawNumber) return 'number';
  if (Array.isArray(raw)) return 'array';
  return raw instanceof RawObject ? 'object' : typeof raw === 'boolean' ? 'bool' : 'string';
}

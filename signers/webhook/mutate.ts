import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';

interface PatchStep {
  readonly op: 'add';
  readonly path: string;
  readonly value: unknown;
}

/** A new CertificateRequest gets the identity of its creator, whatever it says itself. */
export function identityPatch(request: JsonObject): readonly PatchStep[] {
  const kind = read.text(read.object(request, 'kind'), 'kind');
  if (kind !== 'CertificateRequest' || read.text(request, 'operation') !== 'CREATE') return [];
  const user = read.object(request, 'userInfo') ?? {};
  const groups = Array.isArray(user.groups) ? user.groups : [];
  const facts = [
    ['username', read.text(user, 'username')],
    ['uid', read.text(user, 'uid')],
    ['groups', groups],
    ['extra', isObject(user.extra) ? user.extra : {}],
  ] as const;
  return facts
    .filter(([name, value]) => name === 'username' || !isEmpty(value))
    .map(([name, value]) => ({ op: 'add', path: `/spec/${name}`, value }));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return Object.keys(value ?? {}).length === 0;
}

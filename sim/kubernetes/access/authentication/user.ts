import type { UserInfo } from '../../model/request-context';

const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';
const ANONYMOUS_NAME = 'system:anonymous';

export interface UserParts {
  readonly name: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** A caller without credentials. */
export const ANONYMOUS: UserInfo = userOf({ name: ANONYMOUS_NAME, groups: [UNAUTHENTICATED] });

/** Frozen, so that what is decided about a user can be kept with it. */
export function userOf({ name, uid = '', groups = [], extra = {} }: UserParts): UserInfo {
  return Object.freeze({ name, uid, groups: Object.freeze([...groups]), extra: Object.freeze({ ...extra }) });
}

/** `system:authenticated` comes last, unless the user is anonymous or says already whether it is authenticated. */
export function authenticatedUser(parts: UserParts): UserInfo {
  const groups = parts.groups ?? [];
  const settled = parts.name === ANONYMOUS_NAME || groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED);
  return userOf(settled ? parts : { ...parts, groups: [...groups, AUTHENTICATED] });
}

/** An impersonated user: the anonymous one becomes unauthenticated, every other one authenticated, unless its groups say so already. */
export function impersonatedUser(parts: UserParts): UserInfo {
  if (parts.name !== ANONYMOUS_NAME) return authenticatedUser(parts);
  const groups = parts.groups ?? [];
  return userOf(groups.includes(UNAUTHENTICATED) ? parts : { ...parts, groups: [...groups, UNAUTHENTICATED] });
}

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const SERVICE_ACCOUNT = new RegExp(`^system:serviceaccount:(${LABEL}):(${LABEL}(?:\\.${LABEL})*)$`);
const [MAX_NAMESPACE, MAX_NAME] = [63, 253];

/** Namespace and name in `system:serviceaccount:<namespace>:<name>`; undefined for other users, also for names no account can have. */
export function splitServiceAccount(username: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace = '', name = ''] = SERVICE_ACCOUNT.exec(username) ?? [];
  return name === '' || namespace.length > MAX_NAMESPACE || name.length > MAX_NAME ? undefined : { namespace, name };
}

export function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

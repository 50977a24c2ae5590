import type { HttpHeaders } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { RequestInfo, UserInfo } from '../../model/request-context';
import { splitServiceAccount } from '../authentication/user';
import { forbiddenError, type Authorizer } from '../authorizer';
import { IdentityCheck } from './identity-check';
import { nodeNameOf } from './node-name';
import { wantedUser, type WantedUser } from './wanted-user';

export interface Impersonation {
  readonly user: UserInfo;
  /** The verb of constrained impersonation that allowed it, for the audit log; empty for the legacy right. */
  readonly constraint: string;
}

/** Undefined when the headers ask for nobody. Throws 400 for headers without a user name, 403 when nothing allows it. */
export type Impersonator = (caller: UserInfo, info: RequestInfo, headers: HttpHeaders) => Impersonation | undefined;

interface Mode {
  readonly name: string;
  applies(wanted: WantedUser, caller: UserInfo): boolean;
}

const NODE_NAME = 'authentication.kubernetes.io/node-name';

/** KEP 5284: each needs `impersonate-on:<mode>:<verb>` on what is requested and `impersonate:<mode>` on whom. */
const CONSTRAINED: readonly Mode[] = [
  {
    name: 'associated-node',
    applies: (wanted, caller) => onlyNamed(wanted) && isNode(wanted) && isAccount(caller) && nodeOf(caller) === nodeNameOf(wanted.name),
  },
  { name: 'arbitrary-node', applies: (wanted) => onlyNamed(wanted) && isNode(wanted) },
  { name: 'serviceaccount', applies: (wanted) => onlyNamed(wanted) && isAccount(wanted) },
  { name: 'user-info', applies: (wanted) => !isNode(wanted) && !isAccount(wanted) },
];

// Which way worked last is remembered per caller, and users per identity, so that decisions about them are kept too.
const MOST_REMEMBERED = 10_000;

type Way = (caller: UserInfo, info: RequestInfo, wanted: WantedUser) => Impersonation | undefined;

/** Tries the way that last worked for the caller, then all in order; the first refusal is the answer when none allows. */
export function impersonator(authorizer: Authorizer): Impersonator {
  const ways: readonly Way[] = [...CONSTRAINED.map((mode) => constrainedWay(authorizer, mode)), legacyWay(authorizer)];
  const lastWay = new Map<string, Way>();
  const users = new Map<string, UserInfo>();
  return (caller, info, headers) => {
    const wanted = wantedUser(headers);
    if (wanted === undefined) return undefined;
    const last = lastWay.get(caller.name);
    const order = last === undefined ? ways : [last, ...ways.filter((way) => way !== last)];
    let refusal: ApiError | undefined;
    for (const way of order) {
      const result = attempt(() => way(caller, info, wanted));
      if (result instanceof ApiError) refusal ??= result;
      else if (result !== undefined) {
        remember(lastWay, caller.name, way);
        return { ...result, user: sameUser(users, result.user) };
      }
    }
    throw refusal ?? ApiError.internalError('all impersonation modes failed');
  };
}

function constrainedWay(authorizer: Authorizer, mode: Mode): Way {
  const verb = `impersonate:${mode.name}`;
  // Whichever node it is: the caller is bound to it, so the right is asked for all of them.
  const asked = mode.name === 'associated-node' ? anyNode(authorizer) : authorizer;
  const identity = new IdentityCheck(asked, verb, true);
  return (caller, info, wanted) => {
    if (!mode.applies(wanted, caller)) return undefined;
    const request = { ...info, verb: `impersonate-on:${mode.name}:${info.verb}` };
    const { allowed, reason } = authorizer.authorize(caller, request);
    if (!allowed) throw forbiddenError(caller, request, reason);
    return { user: identity.check(caller, wanted), constraint: verb };
  };
}

function legacyWay(authorizer: Authorizer): Way {
  const identity = new IdentityCheck(authorizer, 'impersonate', false);
  return (caller, _info, wanted) => ({ user: identity.check(caller, wanted), constraint: '' });
}

function anyNode(authorizer: Authorizer): Authorizer {
  return {
    authorize(user, request) {
      const everyNode = { ...request, name: '*' };
      const decision = authorizer.authorize(user, everyNode);
      if (!decision.allowed) throw forbiddenError(user, everyNode, decision.reason);
      return decision;
    },
  };
}

function attempt<T>(work: () => T): T | ApiError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function sameUser(users: Map<string, UserInfo>, user: UserInfo): UserInfo {
  const key = JSON.stringify(user);
  const known = users.get(key);
  if (known !== undefined) return known;
  remember(users, key, user);
  return user;
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.size >= MOST_REMEMBERED && !map.has(key)) map.clear();
  map.set(key, value);
}

function onlyNamed({ uid, groups, extra }: WantedUser): boolean {
  return uid === '' && groups.length === 0 && Object.keys(extra).length === 0;
}

function isNode({ name }: WantedUser): boolean {
  return nodeNameOf(name) !== undefined;
}

function isAccount({ name }: { readonly name: string }): boolean {
  return splitServiceAccount(name) !== undefined;
}

function nodeOf(caller: UserInfo): string | undefined {
  const values = caller.extra[NODE_NAME] ?? [];
  return values.length === 1 ? values[0] : undefined;
}

import type { UserInfo } from '../../model/request-context';
import { impersonatedUser, serviceAccountGroups, splitServiceAccount } from '../authentication/user';
import { accessTo, forbiddenError, type AccessRequest, type Authorizer } from '../authorizer';
import { extraKeyProblem } from './extra-key';
import { nodeNameOf } from './node-name';
import type { WantedUser } from './wanted-user';

/** From this many groups or extra values on, one right to all of them is asked for first. */
const MANY = 4;

/**
 * Whether `caller` may be each part of `wanted` under `verb`: name, uid, groups, extra, in this order. Throws the 403 of the first refusal.
 * `constrained` is the newer set of rules: other API groups, no system:masters, domain-prefixed extra keys, fixed groups of nodes.
 */
export class IdentityCheck {
  readonly #authorizer: Authorizer;
  readonly #verb: string;
  readonly #constrained: boolean;

  constructor(authorizer: Authorizer, verb: string, constrained: boolean) {
    this.#authorizer = authorizer;
    this.#verb = verb;
    this.#constrained = constrained;
  }

  check(caller: UserInfo, wanted: WantedUser): UserInfo {
    this.#demand(caller, this.#nameRequest(wanted.name));
    if (wanted.uid !== '') this.#demand(caller, this.#request('uids', wanted.uid));
    if (wanted.groups.length > 0) this.#checkGroups(caller, wanted.groups);
    if (Object.keys(wanted.extra).length > 0) this.#checkExtra(caller, wanted.extra);
    return impersonatedUser({ ...wanted, groups: this.#groupsOf(wanted) });
  }

  #groupsOf({ name, groups }: WantedUser): readonly string[] {
    if (groups.length > 0) return groups;
    if (this.#constrained && nodeNameOf(name) !== undefined) return ['system:nodes'];
    const account = splitServiceAccount(name);
    return account === undefined ? groups : serviceAccountGroups(account.namespace);
  }

  #nameRequest(username: string): AccessRequest {
    const account = splitServiceAccount(username);
    if (account !== undefined) return { ...this.#core('serviceaccounts', account.name), namespace: account.namespace };
    const node = this.#constrained ? nodeNameOf(username) : undefined;
    return node === undefined ? this.#core('users', username) : this.#core('nodes', node);
  }

  #checkGroups(caller: UserInfo, groups: readonly string[]): void {
    if (this.#constrained) {
      const refuse = (name: string, what: string) =>
        forbiddenError(caller, this.#core('groups', name), `impersonating the ${what} is not allowed`);
      if (groups.includes('')) throw refuse('', 'empty string group');
      if (groups.includes('system:masters')) throw refuse('system:masters', 'system:masters group');
      if (groups.length >= MANY && this.#may(caller, this.#core('groups', '*'))) return;
    }
    for (const group of groups) this.#demand(caller, this.#core('groups', group));
  }

  #checkExtra(caller: UserInfo, extra: WantedUser['extra']): void {
    const keys = Object.keys(extra);
    if (this.#constrained) {
      const problem = keys.map((key) => extraKeyProblem(key, extra[key] ?? [])).find((text) => text !== undefined);
      if (problem !== undefined) throw forbiddenError(caller, this.#request('userextras', ''), problem);
      const count = Object.values(extra).flat().length;
      const all = { ...this.#request('userextras', '*'), subresource: '*' };
      if ((keys.length >= MANY || count >= MANY) && this.#may(caller, all)) return;
    }
    for (const key of keys) {
      for (const value of extra[key] ?? []) this.#demand(caller, { ...this.#request('userextras', value), subresource: key });
    }
  }

  // Users, groups and service accounts were in the core group before constrained impersonation put all parts into one.
  #core(resource: string, name: string): AccessRequest {
    return this.#constrained ? this.#request(resource, name) : accessTo({ verb: this.#verb, apiVersion: 'v1', resource, name });
  }

  #request(resource: string, name: string): AccessRequest {
    return accessTo({ verb: this.#verb, apiGroup: 'authentication.k8s.io', apiVersion: 'v1', resource, name });
  }

  #may(caller: UserInfo, request: AccessRequest): boolean {
    return this.#authorizer.authorize(caller, request).allowed;
  }

  #demand(caller: UserInfo, request: AccessRequest): void {
    const { allowed, reason } = this.#authorizer.authorize(caller, request);
    if (!allowed) throw forbiddenError(caller, request, reason);
  }
}

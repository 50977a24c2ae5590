import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ApiError } from '../../../../kube/api-error';
import type { PolicyRule } from '../../../../kube/types/rbac';
import { userOf } from '../authentication/user';
import { rbacAuthorizer } from '../rbac/rbac-authorizer';
import { RbacIndex } from '../rbac/rbac-index';
import { requestInfo } from '../request-info';
import { impersonator, type Impersonator } from './impersonator';

const dave = userOf({ name: 'dave', groups: ['system:authenticated'] });
const info = requestInfo('GET', '/api/v1/namespaces/default/configmaps');

function holding(...rules: PolicyRule[]): Impersonator {
  const index = new RbacIndex();
  index.applyChange('ClusterRole', undefined, { metadata: { name: 'r' }, rules } as object);
  const binding = { metadata: { name: 'b' }, roleRef: { kind: 'ClusterRole', name: 'r' }, subjects: [{ kind: 'User', name: 'dave' }] };
  index.applyChange('ClusterRoleBinding', undefined, binding);
  return impersonator(rbacAuthorizer(index));
}

const right = (verb: string, resource: string, ...resourceNames: string[]): PolicyRule => {
  const apiGroups = verb === 'impersonate' || resource === 'configmaps' ? [''] : ['authentication.k8s.io'];
  return { verbs: [verb], apiGroups, resources: [resource], ...(resourceNames.length === 0 ? {} : { resourceNames }) };
};

const CONSTRAINED = [
  right('impersonate-on:user-info:list', 'configmaps'),
  right('impersonate:user-info', 'users', 'jane'),
  right('impersonate:user-info', 'groups', 'g', '*'),
  right('impersonate:user-info', 'userextras/example.com/k', 'v'),
];

const outcome = (act: Impersonator, headers: Record<string, string | string[]>): string => {
  try {
    const result = act(dave, info, headers);
    return result === undefined
      ? 'nobody'
      : `${result.user.name} [${result.user.groups.join(' ')}] by ${result.constraint || 'the legacy right'}`;
  } catch (error) {
    return error instanceof ApiError ? error.message : String(error);
  }
};

describe('impersonation', () => {
  const CASES: readonly (readonly [Record<string, string | string[]>, string])[] = [
    [{}, 'nobody'],
    [{ 'impersonate-user': 'jane' }, 'jane [system:authenticated] by impersonate:user-info'],
    [{ 'impersonate-user': 'jane', 'impersonate-group': 'g' }, 'jane [g system:authenticated] by impersonate:user-info'],
    [
      { 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b', 'c', 'd'] },
      'jane [a b c d system:authenticated] by impersonate:user-info',
    ],
    [
      { 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b'] },
      'groups.authentication.k8s.io "a" is forbidden: User "dave" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope',
    ],
    [
      { 'impersonate-user': 'jane', 'impersonate-group': 'system:masters' },
      'groups.authentication.k8s.io "system:masters" is forbidden: User "dave" cannot impersonate:user-info resource "groups" in API group "authentication.k8s.io" at the cluster scope: impersonating the system:masters group is not allowed',
    ],
    [{ 'impersonate-user': 'jane', 'impersonate-extra-example.com%2fk': 'v' }, 'jane [system:authenticated] by impersonate:user-info'],
    [
      { 'impersonate-user': 'jane', 'impersonate-extra-k': 'v' },
      'userextras.authentication.k8s.io is forbidden: User "dave" cannot impersonate:user-info resource "userextras" in API group "authentication.k8s.io" at the cluster scope: impersonating an invalid key in extra is not allowed: extra.key: Invalid value: "k": must be a domain-prefixed path (such as "acme.io/foo")',
    ],
    [
      { 'impersonate-user': 'system:node:n' },
      'configmaps is forbidden: User "dave" cannot impersonate-on:arbitrary-node:list resource "configmaps" in API group "" in the namespace "default"',
    ],
    [
      { 'impersonate-group': 'x', 'impersonate-extra-b': ['1', '2'], 'impersonate-extra-a': 'z' },
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"x"}, Extra:map[string][]string{"a":[]string{"z"}, "b":[]string{"1", "2"}}} without impersonating a user name',
    ],
  ];
  for (const [headers, expected] of CASES) {
    it(`answers ${JSON.stringify(headers)}`, () => assert.equal(outcome(holding(...CONSTRAINED), headers), expected));
  }

  it('remembers the way that last worked: its refusal is the answer from then on', () => {
    const act = holding(right('impersonate', 'users', 'bob'));
    const refused = (verb: string): RegExp => new RegExp(`cannot ${verb} resource`);
    assert.match(outcome(act, { 'impersonate-user': 'zed' }), refused('impersonate-on:user-info:list'));
    assert.equal(outcome(act, { 'impersonate-user': 'bob' }), 'bob [system:authenticated] by the legacy right');
    assert.match(outcome(act, { 'impersonate-user': 'zed' }), refused('impersonate'));
  });

  it('gives the same user object for the same identity, so that decisions about it are kept', () => {
    const act = holding(...CONSTRAINED);
    const headers = { 'impersonate-user': 'jane' };
    assert.equal(act(dave, info, headers)?.user, act(dave, info, headers)?.user);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PolicyRule, Subject } from '../../../../kube/types/rbac';
import type { UserInfo } from '../../model/request-context';
import { accessTo, type AccessRequest } from '../authorizer';
import { rbacAuthorizer } from './rbac-authorizer';
import { RbacIndex } from './rbac-index';

const user = (name: string, ...groups: string[]): UserInfo => ({ name, uid: '', groups, extra: {} });
const alice = user('alice', 'dev');

function holding(rules: PolicyRule[], subject: Subject = { kind: 'User', name: 'alice' }, namespace = ''): RbacIndex {
  const index = new RbacIndex();
  const kind = namespace === '' ? 'ClusterRole' : 'Role';
  const metadata = { name: 'r', namespace };
  index.applyChange(kind, undefined, { metadata, rules } as object);
  index.applyChange(namespace === '' ? 'ClusterRoleBinding' : 'RoleBinding', undefined, {
    metadata: { name: 'b', namespace },
    roleRef: { kind, name: 'r' },
    subjects: [subject],
  } as object);
  return index;
}

const may = (rule: PolicyRule, request: Partial<AccessRequest>): boolean =>
  rbacAuthorizer(holding([rule])).authorize(alice, accessTo(request)).allowed;

describe('RBAC', () => {
  const pods = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };
  const MATCHES: readonly (readonly [string, PolicyRule, Partial<AccessRequest>, boolean])[] = [
    ['a resource is not its subresource', pods, { verb: 'get', resource: 'pods', subresource: 'log' }, false],
    ['pods/* matches nothing', { ...pods, resources: ['pods/*'] }, { verb: 'get', resource: 'pods', subresource: 'log' }, false],
    ['*/log matches every log', { ...pods, resources: ['*/log'] }, { verb: 'get', resource: 'pods', subresource: 'log' }, true],
    ['a star matches all', { verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verb: 'x', apiGroup: 'g', resource: 'r' }, true],
    ['a name list limits', { ...pods, resourceNames: ['a'] }, { verb: 'get', resource: 'pods', name: 'b' }, false],
    ['a name list allows', { ...pods, resourceNames: ['a'] }, { verb: 'get', resource: 'pods', name: 'a' }, true],
    ['a group is compared', pods, { verb: 'get', apiGroup: 'apps', resource: 'pods' }, false],
    ['a URL prefix matches', { verbs: ['get'], nonResourceURLs: ['/x/*'] }, { isResourceRequest: false, verb: 'get', path: '/x/y' }, true],
    [
      'a URL prefix keeps its slash',
      { verbs: ['get'], nonResourceURLs: ['/x/*'] },
      { isResourceRequest: false, verb: 'get', path: '/x' },
      false,
    ],
  ];
  for (const [title, rule, request, allowed] of MATCHES) it(title, () => assert.equal(may(rule, request), allowed));

  it('names the binding, the role and the subject', () => {
    const decision = rbacAuthorizer(holding([pods], { kind: 'Group', name: 'dev' }, 'n')).authorize(
      alice,
      accessTo({ verb: 'get', resource: 'pods', namespace: 'n' }),
    );
    assert.deepEqual(decision, { allowed: true, reason: 'RBAC: allowed by RoleBinding "b/n" of Role "r" to Group "dev"' });
  });

  it('takes the namespace of a service account from the role binding', () => {
    const index = holding([pods], { kind: 'ServiceAccount', name: 's' }, 'n');
    const request = accessTo({ verb: 'get', resource: 'pods', namespace: 'n' });
    const reason = 'RBAC: allowed by RoleBinding "b/n" of Role "r" to ServiceAccount "s/n"';
    assert.deepEqual(rbacAuthorizer(index).authorize(user('system:serviceaccount:n:s'), request), { allowed: true, reason });
  });

  it('says which role of the caller is missing, and forgets it when the role comes', () => {
    const index = holding([pods]);
    const authorizer = rbacAuthorizer(index);
    const request = accessTo({ verb: 'get', resource: 'pods' });
    const role = { metadata: { name: 'r' }, rules: [pods] };
    index.applyChange('ClusterRole', role, undefined);
    const reason = 'RBAC: clusterrole.rbac.authorization.k8s.io "r" not found';
    assert.deepEqual(authorizer.authorize(alice, request), { allowed: false, reason });
    index.applyChange('ClusterRole', undefined, role);
    assert.equal(authorizer.authorize(alice, request).allowed, true);
  });
});

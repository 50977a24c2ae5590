import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { userOf } from './authentication/user';
import { accessTo, type AccessRequest } from './authorizer';
import { nodeAuthorizer } from './node-authorizer';

const node = userOf({ name: 'system:node:n1', groups: ['system:nodes'] });
const RELATION = "no relationship found between node 'n1' and this object";
const lease = { apiGroup: 'coordination.k8s.io', resource: 'leases', namespace: 'kube-node-lease' };
const slices = { apiGroup: 'resource.k8s.io', resource: 'resourceslices' };

/** What a kube-apiserver without pods answers; true for allowed, otherwise the reason. */
const ANSWERS: readonly (readonly [Partial<AccessRequest>, true | string])[] = [
  [{ verb: 'get', resource: 'secrets', namespace: 'a', name: 'b' }, RELATION],
  [{ verb: 'list', resource: 'secrets', namespace: 'a' }, 'No Object name found'],
  [{ verb: 'get', resource: 'secrets' }, 'can only read namespaced object of this type'],
  [{ verb: 'update', resource: 'secrets', namespace: 'a', name: 'b' }, 'can only read resources of this type'],
  [{ verb: 'list', resource: 'persistentvolumes' }, 'can only get individual resources of this type'],
  [{ verb: 'create', resource: 'serviceaccounts', namespace: 'a' }, 'can only create tokens for individual service accounts'],
  [{ verb: 'get', ...lease, name: 'n1' }, true],
  [{ verb: 'get', ...lease, name: 'n2' }, 'can only access node lease with the same name as the requesting node'],
  [{ verb: 'create', ...lease, namespace: 'x' }, 'can only access leases in the "kube-node-lease" system namespace'],
  [{ verb: 'get', resource: 'nodes', name: 'n1' }, true],
  [{ verb: 'get', resource: 'nodes', name: 'n2' }, "node 'n1' cannot read 'n2', only its own Node object"],
  [{ verb: 'list', resource: 'nodes' }, "node 'n1' cannot read all nodes, only its own Node object"],
  [{ verb: 'delete', resource: 'nodes', name: 'n1' }, ''],
  [{ verb: 'list', resource: 'pods' }, 'can only list/watch pods with spec.nodeName field selector'],
  [{ verb: 'list', resource: 'pods', fields: { 'spec.nodeName': 'n1' } }, true],
  [{ verb: 'create', resource: 'pods', subresource: 'eviction' }, true],
  [{ verb: 'create', ...slices }, true],
  [{ verb: 'list', ...slices }, 'can only list/watch/deletecollection resourceslices with nodeName field selector'],
  [{ verb: 'create', apiGroup: 'certificates.k8s.io', resource: 'certificatesigningrequests' }, true],
  [{ verb: 'create', resource: 'configmaps', namespace: 'a' }, 'can only read resources of this type'],
];

describe('the node authorizer', () => {
  for (const [request, answer] of ANSWERS) {
    it(`answers ${answer === true ? 'yes' : `"${answer}"`} to ${JSON.stringify(request)}`, () => {
      const expected = answer === true ? { allowed: true, reason: '' } : { allowed: false, reason: answer };
      assert.deepEqual(nodeAuthorizer.authorize(node, accessTo(request)), expected);
    });
  }

  it('has no opinion about users that only look like nodes', () => {
    const impostor = userOf({ name: 'system:node:n1', groups: ['system:authenticated'] });
    const request = accessTo({ verb: 'get', resource: 'nodes', name: 'n1' });
    assert.deepEqual(nodeAuthorizer.authorize(impostor, request), { allowed: false, reason: '' });
  });
});

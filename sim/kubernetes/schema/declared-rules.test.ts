import assert from 'node:assert/strict';
import { builtInType, declaredChanges, declaredErrors } from '.';
import type { JsonObject } from '../../../kube/json';

function errorsOf(group: string, kind: string, object: JsonObject): readonly string[] {
  const type = builtInType({ group, version: 'v1', kind });
  assert.ok(type, kind);
  return declaredErrors(object, type).map(({ field, message }) => `${field}: ${message}`);
}

describe('what a schema says of an object', () => {
  it('demands required members, in structs that are absent too', () => {
    assert.deepEqual(errorsOf('storage.k8s.io', 'StorageClass', {}), ['provisioner: Required value']);
    assert.deepEqual(errorsOf('resource.k8s.io', 'ResourceSlice', { spec: { driver: 'd', nodeName: 'n' } }), [
      'spec.pool.name: Required value',
      'spec.pool.resourceSliceCount: Invalid value: 0: must be greater than zero',
    ]);
  });

  it('looks into lists and maps, and names the place', () => {
    const template = {
      spec: {
        containers: [
          { name: 'a', image: 'b' },
          { name: '', image: 'b' },
        ],
      },
    };
    assert.deepEqual(errorsOf('', 'PodTemplate', { template }), ['template.spec.containers[1].name: Required value']);
  });

  it('knows the values of an enum', () => {
    assert.deepEqual(errorsOf('discovery.k8s.io', 'EndpointSlice', { addressType: 'IPX' }), [
      'addressType: Unsupported value: "IPX": supported values: "FQDN", "IPv4", "IPv6"',
    ]);
  });

  it('checks the form of a name, even of one that is absent', () => {
    const [error = ''] = errorsOf('storage.k8s.io', 'CSIStorageCapacity', {});
    assert.match(error, /^storageClassName: Invalid value: "": a lowercase RFC 1123 subdomain must consist of/);
    assert.deepEqual(errorsOf('storage.k8s.io', 'CSIStorageCapacity', { storageClassName: 'fast' }), []);
  });

  it('checks each item of a list, and numbers for their range', () => {
    const subsets = [{ addresses: [{ ip: '10.0.0.1', nodeName: 'Node' }], ports: [{ port: 0, protocol: 'TCP' }] }];
    const [node = '', port] = errorsOf('', 'Endpoints', { subsets });
    assert.match(node, /^subsets\[0\]\.addresses\[0\]\.nodeName: Invalid value: "Node": a lowercase RFC 1123 subdomain/);
    assert.equal(port, 'subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive');
    assert.deepEqual(errorsOf('networking.k8s.io', 'ServiceCIDR', { spec: { cidrs: ['10.0.0.0/24', '2001:db8::/129'] } }), [
      'spec.cidrs[1]: Invalid value: "2001:db8::/129": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    ]);
  });

  it('wants one of several members, and no more', () => {
    const spec = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1' } };
    assert.deepEqual(errorsOf('', 'PersistentVolume', { spec }), ['spec: Required value: must specify a volume type']);
    const nfs = { server: 's', path: '/' };
    assert.deepEqual(errorsOf('', 'PersistentVolume', { spec: { ...spec, nfs, hostPath: { path: '/' } } }), [
      'spec.nfs: Forbidden: may not specify more than 1 volume type',
    ]);
  });

  it('demands a member that another one calls for', () => {
    assert.deepEqual(errorsOf('flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', { spec: { type: 'Limited' } }), [
      'spec.limited: Required value: must not be empty when type is Limited',
    ]);
    assert.deepEqual(errorsOf('flowcontrol.apiserver.k8s.io', 'PriorityLevelConfiguration', { spec: { type: 'Exempt' } }), []);
  });

  it('keeps what an update must not change', () => {
    const changed = (kind: string, group: string, next: JsonObject, current: JsonObject) => {
      const type = builtInType({ group, version: 'v1', kind });
      assert.ok(type);
      return declaredChanges(next, current, type).map(({ field, message }) => `${field}: ${message}`);
    };
    assert.deepEqual(changed('RuntimeClass', 'node.k8s.io', {}, { handler: 'a' }), ['handler: Invalid value: "": field is immutable']);
    assert.deepEqual(changed('PriorityClass', 'scheduling.k8s.io', { value: 2 }, { value: 1 }), [
      'value: Forbidden: may not be changed in an update.',
    ]);
    assert.deepEqual(changed('ResourceSlice', 'resource.k8s.io', { spec: { pool: { name: 'b' } } }, { spec: { pool: { name: 'a' } } }), [
      'spec.pool.name: Invalid value: "b": field is immutable',
    ]);
    assert.deepEqual(changed('StorageClass', 'storage.k8s.io', { parameters: { a: '1', b: '2' } }, { parameters: { b: '2', a: '1' } }), []);
  });

  it('lets through what Go lets through', () => {
    assert.deepEqual(errorsOf('storage.k8s.io', 'CSINode', {}), []);
    assert.deepEqual(errorsOf('', 'LimitRange', {}), []);
  });
});

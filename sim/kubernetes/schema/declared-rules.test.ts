import assert from 'node:assert/strict';
import { builtInType, declaredErrors } from '.';
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

  it('wants one of several members, and no more', () => {
    const spec = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1' } };
    assert.deepEqual(errorsOf('', 'PersistentVolume', { spec }), ['spec: Required value: must specify a volume type']);
    const nfs = { server: 's', path: '/' };
    assert.deepEqual(errorsOf('', 'PersistentVolume', { spec: { ...spec, nfs, hostPath: { path: '/' } } }), [
      'spec.nfs: Forbidden: may not specify more than 1 volume type',
    ]);
  });

  it('lets through what Go lets through', () => {
    assert.deepEqual(errorsOf('storage.k8s.io', 'CSINode', {}), []);
    assert.deepEqual(errorsOf('', 'LimitRange', {}), []);
  });
});

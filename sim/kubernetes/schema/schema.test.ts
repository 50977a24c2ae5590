import assert from 'node:assert/strict';
import { builtInKinds, builtInType, isRegisteredKind } from '.';
import { KINDS } from './package-data';
import type { FieldNode, StructNode, TypeNode } from './type-node';

const certificates = { group: 'certificates.k8s.io', version: 'v1' };

function type(group: string, version: string, kind: string): StructNode {
  const found = builtInType({ group, version, kind });
  assert.ok(found, kind);
  return found;
}

function field(struct: TypeNode | undefined, name: string): FieldNode {
  assert.equal(struct?.kind, 'struct');
  const found = struct.field(name);
  assert.ok(found, name);
  return found;
}

describe('built-in types', () => {
  it('keeps the fields of a request in the order Go declares them', () => {
    const spec = field(type('certificates.k8s.io', 'v1', 'CertificateSigningRequest'), 'spec').type;
    assert.equal(spec.kind, 'struct');
    assert.deepEqual(
      spec.fields.map(({ name, proto, pointer, omitempty }) => [name, proto, pointer, omitempty]),
      [
        ['request', 1, false, false],
        ['signerName', 7, false, false],
        ['expirationSeconds', 8, true, true],
        ['usages', 5, false, true],
        ['username', 2, false, true],
        ['uid', 3, false, true],
        ['groups', 4, false, true],
        ['extra', 6, false, true],
      ],
    );
  });

  it('names types as Go prints them', () => {
    const spec = field(type('certificates.k8s.io', 'v1', 'CertificateSigningRequest'), 'spec').type;
    assert.equal(spec.goType, 'v1.CertificateSigningRequestSpec');
    assert.equal(field(spec, 'usages').type.goType, '[]v1.KeyUsage');
    assert.equal(field(spec, 'extra').type.goType, 'map[string]v1.ExtraValue');
    assert.equal(field(spec, 'request').type.goType, '[]uint8');
  });

  it('says how lists and structs merge', () => {
    const pod = type('', 'v1', 'Pod');
    const containers = field(field(pod, 'spec').type, 'containers');
    assert.equal(containers.patchMergeKey, 'name');
    assert.equal(containers.type.kind, 'list');
    assert.deepEqual(containers.type.kind === 'list' && [containers.type.listType, containers.type.mapKeys], ['map', ['name']]);
    const selector = field(field(type('apps', 'v1', 'Deployment'), 'spec').type, 'selector').type;
    assert.equal(selector.kind === 'struct' && selector.atomic, true);
  });

  it('inlines embedded structs and remembers where protobuf keeps them', () => {
    const volumes = field(field(type('', 'v1', 'Pod'), 'spec').type, 'volumes').type;
    const hostPath = field(volumes.kind === 'list' ? volumes.item : undefined, 'hostPath');
    assert.deepEqual(hostPath.embedded, [{ goName: 'VolumeSource', proto: 2 }]);
  });

  it('compiles every field of every kind', () => {
    const seen = new Set<TypeNode>();
    const visit = (node: TypeNode): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (node.kind === 'struct') node.fields.forEach((each) => visit(each.type));
      if (node.kind === 'list') visit(node.item);
      if (node.kind === 'map') visit(node.value);
      if (node.kind === 'any' && node.union) visit(node.union.schema);
    };
    for (const [apiVersion, kinds] of Object.entries(KINDS)) {
      const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
      for (const kind of kinds) visit(type(group, version, kind.slice(kind.lastIndexOf('.') + 1)));
    }
    assert.ok(seen.size > 500);
  });

  it('registers the options of the library in every group', () => {
    assert.ok(builtInKinds(certificates).includes('DeleteOptions'));
    assert.equal(builtInKinds({ group: 'example.com', version: 'v1' }).length, 0);
  });

  const registered: [string, string, string, boolean][] = [
    ['certificates.k8s.io', 'v1', 'CertificateSigningRequestList', true],
    ['certificates.k8s.io', 'v1beta1', 'CertificateSigningRequest', true],
    ['storage.k8s.io', 'v1', 'StorageClass', true],
    ['certificates.k8s.io', 'v1', 'Secret', false],
    ['certificates.k8s.io', 'v2', 'CertificateSigningRequest', false],
    ['apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', false],
  ];
  for (const [group, version, kind, expected] of registered) {
    it(`${expected ? 'knows' : 'does not know'} ${group}/${version} ${kind}`, () => {
      assert.equal(isRegisteredKind({ group, version, kind }), expected);
    });
  }
});

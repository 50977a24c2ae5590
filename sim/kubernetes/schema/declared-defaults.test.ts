import assert from 'node:assert/strict';
import { applyDeclaredDefaults, builtInType } from '.';
import { structuralType } from '../custom/schema/structural-type';

describe('applyDeclaredDefaults', () => {
  it('sets what OpenAPI declares for a built-in kind, deep inside lists', () => {
    const type = builtInType({ group: 'apps', version: 'v1', kind: 'Deployment' });
    assert.ok(type);
    const volume = { name: 'v', iscsi: { targetPortal: 'a', iqn: 'b', lun: 0 } };
    const object = { spec: { template: { spec: { volumes: [volume, { name: 'w' }] } } } };
    assert.deepEqual(applyDeclaredDefaults(object, type), {
      spec: { template: { spec: { volumes: [{ ...volume, iscsi: { ...volume.iscsi, iscsiInterface: 'default' } }, { name: 'w' }] } } },
    });
  });

  it('returns the same object where nothing is to be set', () => {
    const type = builtInType({ group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' });
    assert.ok(type);
    const object = { spec: { versions: [{ schema: { openAPIV3Schema: { properties: { a: {} } } } }] } };
    assert.equal(applyDeclaredDefaults(object, type), object);
  });

  const widget = structuralType({
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        default: {},
        properties: {
          size: { type: 'integer', default: 3 },
          note: { type: 'string', nullable: true, default: 'x' },
          each: { type: 'object', additionalProperties: { type: 'object', properties: { on: { type: 'boolean', default: true } } } },
        },
      },
    },
  });

  it('reaches into a default and into maps', () => {
    assert.deepEqual(applyDeclaredDefaults({}, widget), { spec: { size: 3, note: 'x' } });
    assert.deepEqual(applyDeclaredDefaults({ spec: { size: 1, note: 'y', each: { a: {} } } }, widget), {
      spec: { size: 1, note: 'y', each: { a: { on: true } } },
    });
  });

  it('takes null for absent, unless null is a value', () => {
    assert.deepEqual(applyDeclaredDefaults({ spec: { size: null, note: null } }, widget), { spec: { size: 3, note: null } });
  });
});

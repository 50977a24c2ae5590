import assert from 'node:assert/strict';
import { encodeJson } from '.';
import { builtInType } from '../schema';
import type { JsonObject } from '../../../kube/json';

describe('JSON of a tree whose members stand in another order than in Go', () => {
  const type = builtInType({ group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' });
  const spec = type?.field('spec')?.type;
  const versions = spec?.kind === 'struct' ? spec.field('versions')?.type : undefined;
  const version = versions?.kind === 'list' ? versions.item : undefined;
  const validation = version?.kind === 'struct' ? version.field('schema')?.type : undefined;

  it('takes a time that grows with its depth, not with a power of it', () => {
    assert.equal(validation?.kind, 'struct');
    const depth = 60;
    let schema: JsonObject = { type: 'string' };
    for (let level = 0; level < depth; level++) schema = { properties: { below: schema }, type: 'object' };
    const text = encodeJson({ openAPIV3Schema: schema }, validation);
    assert.equal(text.match(/"type":"object","properties"/g)?.length, depth);
  });
});

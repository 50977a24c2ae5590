import assert from 'node:assert/strict';
import { builtInType } from '../schema';
import { canonicalizer } from './canonical';
import type { JsonObject } from '../../../kube/json';
import type { StructNode } from '../schema/type-node';

describe('the canonical form of a tree', () => {
  const typeOf = (group: string, version: string, kind: string): StructNode => {
    const type = builtInType({ group, version, kind });
    assert.ok(type !== undefined);
    return type;
  };
  const canonical = (type: StructNode, value: JsonObject): unknown => canonicalizer(type)(value, { members: 0 });

  it('is the tree itself when there is nothing to do', () => {
    const metadata = { name: 'a', labels: { b: 'c' }, finalizers: ['d/e'] };
    const map = { metadata, data: { f: 'g' } };
    assert.equal(canonical(typeOf('', 'v1', 'ConfigMap'), map), map);
  });

  it("has members in Go's order, without what is empty, and with what Go always writes", () => {
    const map = { data: { f: 'g' }, metadata: { labels: {}, name: 'a', namespace: null, generateName: '' }, immutable: null };
    assert.equal(JSON.stringify(canonical(typeOf('', 'v1', 'ConfigMap'), map)), '{"metadata":{"name":"a"},"data":{"f":"g"}}');
    const event = canonical(typeOf('', 'v1', 'Event'), { metadata: {}, reason: 'R', involvedObject: { name: 'x' } });
    assert.equal(
      JSON.stringify(event),
      '{"metadata":{},"involvedObject":{"name":"x"},"reason":"R","source":{},"reportingComponent":"","reportingInstance":""}',
    );
  });

  it('keeps what stands before the first member that needs a change', () => {
    const map = { metadata: { name: 'a' }, immutable: true, data: {} };
    assert.equal(JSON.stringify(canonical(typeOf('', 'v1', 'ConfigMap'), map)), '{"metadata":{"name":"a"},"immutable":true}');
    assert.deepEqual(map.data, {});
  });

  it('takes a time that grows with the depth of a tree, not with a power of it', () => {
    const depth = 60;
    let schema: JsonObject = { type: 'string' };
    for (let level = 0; level < depth; level++) schema = { properties: { below: schema }, type: 'object' };
    const spec = {
      versions: [{ schema: { openAPIV3Schema: schema }, name: 'v1', storage: true, served: true }],
      group: 'g.io',
      scope: 'Cluster',
    };
    const text = JSON.stringify(canonical(typeOf('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition'), { spec }));
    assert.equal(text.match(/"type":"object","properties"/g)?.length, depth);
  });
});

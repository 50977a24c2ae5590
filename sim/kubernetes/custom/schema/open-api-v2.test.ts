import assert from 'node:assert/strict';
import { openApiV2 } from './open-api-v2';

describe('a schema in OpenAPI 2', () => {
  it('has neither alternatives nor defaults, and no shape where a value may be more than one thing', () => {
    const properties = {
      a: { type: 'string', default: 'x', description: 'kept' },
      b: { type: 'object', nullable: true, properties: { c: { type: 'string' } } },
      d: { anyOf: [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
      e: { type: 'array', items: { type: 'object', required: ['f'], properties: { f: { type: 'string', default: '' } } } },
    };
    assert.deepEqual(openApiV2({ type: 'object', properties }), {
      type: 'object',
      properties: {
        a: { type: 'string', description: 'kept' },
        b: {},
        d: { 'x-kubernetes-int-or-string': true },
        e: { type: 'array', items: { type: 'object', required: ['f'], properties: { f: { type: 'string' } } } },
      },
    });
  });
});

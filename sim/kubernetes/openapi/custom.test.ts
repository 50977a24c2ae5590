import assert from 'node:assert/strict';
import { systemClock } from '../../../base/env/node/clock';
import { nodeCrypto } from '../../../base/env/node/crypto';
import { systemRandom } from '../../../base/env/node/random';
import { asAdmin } from '../../../fixtures/in-process';
import { createApiServer } from '../server';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const gvk = (kind: string): object => ({ group: 'example.com', version: 'v1', kind });

describe('what OpenAPI says of a custom resource', () => {
  const { handle } = createApiServer({ clock: systemClock, random: systemRandom, crypto: nodeCrypto() });

  const ask = asAdmin(handle);
  const define = (kind: string, schema: object): Promise<string> =>
    ask('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: `${kind.toLowerCase()}s.example.com` },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind, plural: `${kind.toLowerCase()}s` },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', ...schema } } }],
      },
    });
  const schema2 = async (kind: string): Promise<unknown> =>
    (JSON.parse(await ask('GET', '/openapi/v2')) as { definitions: Record<string, unknown> }).definitions[`com.example.v1.${kind}`];
  const schema3 = async (kind: string): Promise<Schema | undefined> => {
    const document: unknown = JSON.parse(await ask('GET', '/openapi/v3/apis/example.com/v1'));
    return (document as { components: { schemas: Record<string, Schema> } }).components.schemas[`com.example.v1.${kind}`];
  };

  before(async () => {
    await define('Closed', { description: 'Ours.', properties: { spec: { type: 'object', description: 'What is wanted.' } } });
    await define('Open', { description: 'Anything.', 'x-kubernetes-preserve-unknown-fields': true });
  });

  it('has the words of its definition, and ours for what every object has', async () => {
    const { description, properties } = (await schema3('Closed')) ?? {};
    assert.deepEqual([description, properties?.spec?.description], ['Ours.', 'What is wanted.']);
    for (const name of ['apiVersion', 'kind', 'metadata']) assert.ok((properties?.[name]?.description ?? '').length > 20, name);
  });

  it('is in OpenAPI 2 any object, when unknown fields stay', async () => {
    assert.deepEqual(await schema2('Open'), { type: 'object', 'x-kubernetes-group-version-kind': [gvk('Open')] });
    assert.ok('metadata' in ((await schema3('Open'))?.properties ?? {}));
  });
});

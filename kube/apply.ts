import type { KubeClient } from './client';
import type { RestMapper } from './discovery';
import { isObject } from './json';
import type { KubeList, KubeObject } from './meta';

export interface ApplyOptions {
  readonly client: KubeClient;
  readonly mapper: RestMapper;
  readonly fieldManager: string;
  /** For namespaced objects that name none. @default 'default' */
  readonly namespace?: string;
  /** Takes fields over from other managers. @default true */
  readonly force?: boolean;
}

/** Objects of a manifest: YAML documents or JSON, Lists taken apart, empty documents skipped. Throws with the document's number. */
export function parseManifest(text: string, source = 'manifest'): readonly KubeObject[] {
  const { parseAllDocuments } = require('yaml') as typeof import('yaml');
  const documents = parseAllDocuments(text, { version: '1.1' });
  if ('empty' in documents) return [];
  return documents.flatMap((document, index) => {
    const where = `${source}, document ${index + 1}`;
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${where}: is no YAML: ${error.message}`, { cause: error });
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    return objectsIn(value, where);
  });
}

function objectsIn(value: unknown, where: string): readonly KubeObject[] {
  if (!isObject(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') {
    throw new Error(`${where}: has no apiVersion and kind`);
  }
  if (!value.kind.endsWith('List') || !Array.isArray(value.items)) return [value];
  return (value as unknown as KubeList<KubeObject>).items.flatMap((item, index) => objectsIn(item, `${where}, items[${index}]`));
}

/** Applies objects one after the other on the server's side and returns what the server made of them. */
export async function applyAll(objects: readonly KubeObject[], options: ApplyOptions): Promise<readonly KubeObject[]> {
  const applied: KubeObject[] = [];
  for (const object of objects) applied.push(await applyObject(object, options));
  return applied;
}

async function applyObject(object: KubeObject, options: ApplyOptions): Promise<KubeObject> {
  const { client, mapper, fieldManager, namespace = 'default', force = true } = options;
  const { apiVersion = '', kind = '', metadata = {} } = object;
  if (metadata.name === undefined) throw new Error(`${kind} without metadata.name cannot be applied`);
  const resource = await mapper.mapping(apiVersion, kind);
  return client.patch(
    resource,
    metadata.name,
    { type: 'apply', body: object, force },
    { fieldManager, ...(resource.namespaced ? { namespace: metadata.namespace ?? namespace } : {}) },
  );
}

import { isStream } from '../../base/env/http';
import { readBody } from '../../base/env/body';
import type { KubeClient } from '../../kube/client';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { errorOf } from '../../kube/response-error';
import type { Certificate } from './certificate';

/** `plural.group/namespace.name`, or `plural.group/name` for a cluster-scoped kind, as the server's discovery has it. */
export async function buildSignerName(client: KubeClient, { metadata = {}, spec = {} }: Certificate): Promise<string> {
  const { name = '', kind: givenKind = '', group: givenGroup = '' } = spec.issuerRef ?? {};
  const group = givenGroup === '' ? 'cert-manager.io' : givenGroup;
  const kind = givenKind === '' ? 'Issuer' : givenKind;
  for (const version of await versionsOf(client, group)) {
    const found = items(await get(client, `/apis/${version}`), 'resources').find((resource) => resource.kind === kind);
    if (found === undefined) continue;
    const plural = text(found.name);
    return found.namespaced === true ? `${plural}.${group}/${text(metadata.namespace)}.${name}` : `${plural}.${group}/${name}`;
  }
  throw new Error(`issuer references a resource definition which does not exist group=${group} kind=${kind}`);
}

async function versionsOf(client: KubeClient, group: string): Promise<string[]> {
  const found = items(await get(client, '/apis'), 'groups').find(({ name }) => name === group);
  return found === undefined ? [] : items(found, 'versions').map(({ groupVersion }) => text(groupVersion));
}

/** Client-go does not decode the Status of a refused discovery: only the code speaks. */
async function get(client: KubeClient, path: string): Promise<JsonObject> {
  const response = await client.raw({ method: 'GET', path, headers: { accept: 'application/json' } });
  const body = isStream(response.body) ? await readBody(response) : response.body;
  if (response.status !== 200) {
    throw errorOf({ method: 'GET' }, { status: response.status, headers: response.headers, body: new Uint8Array(0) });
  }
  const document: unknown = JSON.parse(new TextDecoder().decode(body));
  return isObject(document) ? document : {};
}

function items(of: JsonObject, name: string): JsonObject[] {
  const value = of[name];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

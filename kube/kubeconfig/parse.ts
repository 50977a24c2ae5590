import { isObject } from '../json';
import type { JsonObject } from '../json';
import type { KubeConfig, NamedCluster, NamedContext, NamedUser } from './types';

/** Reads the text of a kubeconfig. Throws an Error that names `source` and the entry at fault. */
export function parseKubeConfig(text: string, source = 'kubeconfig'): KubeConfig {
  const root = rootOf(text, source);
  return {
    currentContext: textAt(root, 'current-context') ?? '',
    clusters: entries(root, { list: 'clusters', body: 'cluster', source }).map(cluster),
    users: entries(root, { list: 'users', body: 'user', source }).map(user),
    contexts: entries(root, { list: 'contexts', body: 'context', source }).map(context),
  };
}

interface Entry {
  readonly name: string;
  readonly fields: JsonObject;
  /** For messages: `kubeconfig: users["admin"]`. */
  readonly where: string;
}

function rootOf(text: string, source: string): JsonObject {
  const { parse } = require('yaml') as typeof import('yaml');
  let root: unknown;
  try {
    root = parse(text, { version: '1.1' });
  } catch (cause) {
    throw new Error(`${source}: is no YAML: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (!isObject(root)) throw new Error(`${source}: holds no kubeconfig (a map with clusters, users and contexts was expected)`);
  if (root.kind !== undefined && root.kind !== 'Config') {
    throw new Error(`${source}: kind is ${JSON.stringify(root.kind)}, a kubeconfig has kind Config`);
  }
  return root;
}

function entries(root: JsonObject, { list, body, source }: { list: string; body: string; source: string }): readonly Entry[] {
  const found = root[list] ?? [];
  if (!Array.isArray(found)) throw new Error(`${source}: ${list} is no list`);
  return found.map((entry, index) => {
    const name = isObject(entry) ? textAt(entry, 'name') : undefined;
    if (!isObject(entry) || name === undefined) throw new Error(`${source}: ${list}[${index}] has no name`);
    const fields = entry[body] ?? {};
    const where = `${source}: ${list}[${JSON.stringify(name)}]`;
    if (!isObject(fields)) throw new Error(`${where}: ${body} is no map`);
    return { name, fields, where };
  });
}

function cluster({ name, fields, where }: Entry): NamedCluster {
  const server = textAt(fields, 'server');
  if (server === undefined || !/^https?:\/\//.test(server)) {
    throw new Error(`${where}: server is ${JSON.stringify(server ?? '')}, an http:// or https:// URL was expected`);
  }
  return {
    name,
    server,
    ...optional('certificateAuthorityData', pemAt(fields, 'certificate-authority-data', where)),
    ...optional('certificateAuthority', textAt(fields, 'certificate-authority')),
    ...optional('insecureSkipTlsVerify', fields['insecure-skip-tls-verify'] === true ? true : undefined),
    ...optional('tlsServerName', textAt(fields, 'tls-server-name')),
  };
}

function user({ name, fields, where }: Entry): NamedUser {
  if (isObject(fields.exec) || isObject(fields['auth-provider'])) {
    throw new Error(
      `${where}: credential plugins (exec, auth-provider) are not supported; put a token, tokenFile or client certificate there`,
    );
  }
  const impersonated = textAt(fields, 'as');
  const groups = fields['as-groups'];
  return {
    name,
    ...optional('token', textAt(fields, 'token')),
    ...optional('tokenFile', textAt(fields, 'tokenFile')),
    ...optional('clientCertificateData', pemAt(fields, 'client-certificate-data', where)),
    ...optional('clientCertificate', textAt(fields, 'client-certificate')),
    ...optional('clientKeyData', pemAt(fields, 'client-key-data', where)),
    ...optional('clientKey', textAt(fields, 'client-key')),
    ...optional('username', textAt(fields, 'username')),
    ...optional('password', textAt(fields, 'password')),
    ...(impersonated === undefined
      ? {}
      : {
          impersonate: {
            user: impersonated,
            ...optional('uid', textAt(fields, 'as-uid')),
            ...(Array.isArray(groups) ? { groups: groups.map(String) } : {}),
          },
        }),
  };
}

function context({ name, fields }: Entry): NamedContext {
  return {
    name,
    cluster: textAt(fields, 'cluster') ?? '',
    user: textAt(fields, 'user') ?? '',
    ...optional('namespace', textAt(fields, 'namespace')),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

function textAt(fields: JsonObject, key: string): string | undefined {
  const value = fields[key];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value); // a bare token or password that looks like one
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function pemAt(fields: JsonObject, key: string, where: string): string | undefined {
  const value = textAt(fields, key);
  if (value === undefined) return undefined;
  try {
    return atob(value.replace(/\s+/g, ''));
  } catch (cause) {
    throw new Error(`${where}: ${key} is no base64`, { cause });
  }
}

import type { Files } from '../../base/env/files';
import type { Clock, Network, TlsOptions } from '../../base/env/ports';
import type { Transport } from '../client';
import { networkTransport } from '../transport/network';
import type { KubeConfig, NamedCluster, NamedUser } from './types';

export interface ConnectOptions {
  readonly network: Network;
  readonly clock: Clock;
  /** For tokenFile and the certificates that are named, not contained. */
  readonly files: Pick<Files, 'readText'>;
  /** The context to use in place of the current one. */
  readonly context?: string;
}

export interface Connection {
  readonly transport: Transport;
  readonly server: string;
  /** Of the context; `default` when it names none. */
  readonly namespace: string;
  readonly context: string;
}

/** client-go reads a token file again after this long. */
const TOKEN_FILE_PERIOD = 60_000;

/** The API server and the identity that a context of the kubeconfig names. File names must be absolute or relative to the process. */
export function connect(config: KubeConfig, options: ConnectOptions): Connection {
  const name = options.context ?? config.currentContext;
  const context = config.contexts.find((candidate) => candidate.name === name);
  if (context === undefined) throw new Error(noContext(config, name));
  const cluster = named(config.clusters, { name: context.cluster, what: 'cluster', context: name });
  const user = context.user === '' ? { name: '' } : named(config.users, { name: context.user, what: 'user', context: name });
  const transport = networkTransport({
    network: options.network,
    server: cluster.server,
    tls: tlsOptions(cluster, user, options.files),
    authorization: authorizationOf(user, options),
    headers: impersonationHeaders(user),
  });
  return { transport, server: cluster.server, namespace: context.namespace ?? 'default', context: name };
}

function noContext(config: KubeConfig, name: string): string {
  const known = config.contexts.map((context) => context.name).join(', ');
  const hint = known === '' ? 'the kubeconfig has no contexts' : `it has: ${known}`;
  if (name === '') return `no context is chosen: set current-context or name one (${hint})`;
  return `context ${JSON.stringify(name)} does not exist (${hint})`;
}

function named<T extends { readonly name: string }>(
  list: readonly T[],
  { name, what, context }: { readonly name: string; readonly what: string; readonly context: string },
): T {
  const found = list.find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`${what} ${JSON.stringify(name)}, named by context ${JSON.stringify(context)}, does not exist`);
  return found;
}

function tlsOptions(cluster: NamedCluster, user: NamedUser, files: ConnectOptions['files']): TlsOptions {
  const contents = (data: string | undefined, path: string | undefined): string | undefined =>
    data ?? (path === undefined ? undefined : files.readText(path));
  const ca = contents(cluster.certificateAuthorityData, cluster.certificateAuthority);
  const cert = contents(user.clientCertificateData, user.clientCertificate);
  const key = contents(user.clientKeyData, user.clientKey);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(cluster.tlsServerName === undefined ? {} : { serverName: cluster.tlsServerName }),
    ...(cluster.insecureSkipTlsVerify === true ? { insecureSkipVerify: true } : {}),
  };
}

/** client-go's precedence: a token file before a token before a password. */
function authorizationOf(user: NamedUser, options: ConnectOptions): () => string | undefined {
  if (user.tokenFile !== undefined) return fileToken(user.tokenFile, options);
  const fixed = fixedAuthorization(user);
  return () => fixed;
}

function fixedAuthorization({ token, username, password = '' }: NamedUser): string | undefined {
  if (token !== undefined) return `Bearer ${token}`;
  return username === undefined ? undefined : `Basic ${btoa(`${username}:${password}`)}`;
}

function fileToken(path: string, { clock, files }: ConnectOptions): () => string {
  let token = '';
  let readAt = -Infinity;
  return () => {
    if (clock.now() - readAt > TOKEN_FILE_PERIOD) {
      token = files.readText(path).trim();
      readAt = clock.now();
    }
    return `Bearer ${token}`;
  };
}

function impersonationHeaders({ impersonate }: NamedUser): Readonly<Record<string, string | readonly string[]>> {
  if (impersonate === undefined) return {};
  const { user, uid, groups = [] } = impersonate;
  return {
    'impersonate-user': user,
    ...(uid === undefined ? {} : { 'impersonate-uid': uid }),
    ...(groups.length === 0 ? {} : { 'impersonate-group': groups }),
  };
}

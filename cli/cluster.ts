import { createClient, Resources, type GroupVersionResource, type KubeClient, type KubeObject, type Transport } from '../kube';
import type { CertificateSigningRequest } from '../kube/types/certificates';
import { connect, inClusterConfig, parseKubeConfig, resolveFiles, type KubeConfig } from '../kube/kubeconfig';
import { CommandError, UsageError, errorCode, messageOf } from './errors';
import type { Io } from './io';

export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** The cluster that the flags name, else $KUBECONFIG, else the pod's own; never a default that nobody named. */
export function clusterTransport(flags: ClusterFlags, io: Io): Transport {
  const { network, clock } = io.environment;
  try {
    return connect(configOf(flags, io), {
      network,
      clock,
      files: io.files,
      ...(flags.context === undefined ? {} : { context: flags.context }),
    }).transport;
  } catch (error) {
    if (error instanceof UsageError || error instanceof CommandError) throw error;
    throw new CommandError(messageOf(error), { cause: error });
  }
}

export function clusterClient(flags: ClusterFlags, io: Io): KubeClient {
  return createClient(clusterTransport(flags, io), { userAgent: 'csrlab' });
}

/** An object, or an error that says what the server said of it. */
export async function objectOf<T extends KubeObject>(
  client: KubeClient,
  ref: GroupVersionResource,
  name: string,
  namespace = '',
): Promise<T> {
  try {
    return await client.get<T>(ref, name, namespace === '' ? {} : { namespace });
  } catch (error) {
    const where = namespace === '' ? '' : ` in namespace ${namespace}`;
    throw new CommandError(`cannot read ${ref.resource} ${name}${where}: ${messageOf(error)}`, { cause: error });
  }
}

export function requestOf(client: KubeClient, name: string): Promise<CertificateSigningRequest> {
  return objectOf<CertificateSigningRequest>(client, Resources.certificateSigningRequests, name);
}

function configOf(flags: ClusterFlags, io: Io): KubeConfig {
  const file = flags.kubeconfig ?? io.variables.KUBECONFIG;
  if (file !== undefined && file !== '') return resolveFiles(parseKubeConfig(read(file, io), file), io.files.resolve(file, '..'));
  const inCluster = inClusterConfig(io.variables);
  if (inCluster === undefined) throw new UsageError('no cluster is named: give --kubeconfig FILE, or set KUBECONFIG');
  return inCluster;
}

function read(file: string, io: Io): string {
  try {
    return io.files.readText(file);
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'there is no such file' : (errorCode(error) ?? messageOf(error));
    throw new CommandError(`cannot read kubeconfig ${file}: ${why}`, { cause: error });
  }
}

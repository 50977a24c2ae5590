import type { Listener } from '../base/env/ports';
import { REQUEST_CONTROLLERS_GATE, startSigners, type RunningSigners } from '../signers';
import { clusterTransport, type ClusterFlags } from './cluster';
import { UsageError, messageOf } from './errors';
import { CSR_CONTROLLERS_GATE, parseFeatureGates } from './feature-gates';
import type { Io } from './io';
import { isHostPort } from './options';
import { serveEndpoints, type EndpointFlags } from './signers-endpoints';

export interface SignersFlags extends ClusterFlags, EndpointFlags {
  readonly featureGates?: string;
  readonly controllers: string;
  readonly clusterResourceNamespace: string;
  readonly kubeApiQps: number;
  readonly kubeApiBurst: number;
  readonly dns01RecursiveNameservers?: string;
  readonly dns01RecursiveNameserversOnly?: boolean;
  readonly leaderElect?: boolean;
  readonly leaderElectionNamespace: string;
  readonly verbose?: boolean;
}

/** `csrlab signers`: the engine alone, on whatever cluster the kubeconfig names, until the user asks it to stop. */
export async function signers(flags: SignersFlags, io: Io): Promise<void> {
  const gates = parseFeatureGates(flags.featureGates ?? '');
  const transport = clusterTransport(flags, io);
  const running = start(flags, gates, { transport, io });
  const listeners = await endpoints(flags, running, io);
  if (!gates.get(REQUEST_CONTROLLERS_GATE)) {
    io.out(`${CSR_CONTROLLERS_GATE} is off, so no CertificateSigningRequest is signed: add --feature-gates ${CSR_CONTROLLERS_GATE}=true\n`);
  }
  await Promise.race([running.started(), io.stopRequested]);
  if (running.ready) io.out(`running: ${running.controllers.join(', ')}\n`);
  await io.stopRequested;
  await running.stop();
  await Promise.all(listeners.map((listener) => listener.close()));
}

/** An engine whose endpoints cannot be served does not stay behind. */
async function endpoints(flags: SignersFlags, running: RunningSigners, io: Io): Promise<readonly Listener[]> {
  try {
    return await serveEndpoints(flags, running, io.environment.network);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function start(
  flags: SignersFlags,
  gates: ReadonlyMap<string, boolean>,
  { transport, io }: { transport: ReturnType<typeof clusterTransport>; io: Io },
): ReturnType<typeof startSigners> {
  const nameservers = nameserversOf(flags);
  try {
    return startSigners({
      ...{ transport, environment: io.environment, crypto: io.crypto, clusterResourceNamespace: flags.clusterResourceNamespace },
      controllers: flags.controllers.split(',').map((name) => name.trim()),
      featureGates: Object.fromEntries(gates),
      rateLimit: { qps: flags.kubeApiQps, burst: flags.kubeApiBurst },
      dns01: { nameservers, recursiveOnly: flags.dns01RecursiveNameserversOnly ?? false },
      ...(flags.leaderElect ? { leaderElection: { namespace: flags.leaderElectionNamespace, identity: identityOf(io) } } : {}),
      ...(flags.verbose ? { log: (line) => io.err(`${JSON.stringify(line)}\n`) } : {}),
    });
  } catch (error) {
    throw new UsageError(`--controllers ${flags.controllers}: ${messageOf(error)}`);
  }
}

function nameserversOf({ dns01RecursiveNameservers = '' }: SignersFlags): readonly string[] {
  const servers = dns01RecursiveNameservers.split(',').filter((server) => server !== '');
  const wrong = servers.find((server) => !server.startsWith('https://') && !isHostPort(server));
  if (wrong !== undefined) throw new UsageError(`--dns01-recursive-nameservers ${wrong}: write HOST:PORT or https://HOST/PATH`);
  return servers;
}

/** Unique among replicas, and says which one it is where the pod's name is known. */
function identityOf({ variables, environment }: Io): string {
  return `${variables.HOSTNAME ?? 'csrlab'}_${environment.random.stream('leader-identity').uuid()}`;
}

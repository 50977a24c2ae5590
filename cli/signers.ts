import { REQUEST_CONTROLLERS_GATE, startSigners } from '../signers';
import { clusterTransport, type ClusterFlags } from './cluster';
import { UsageError, messageOf } from './errors';
import { CSR_CONTROLLERS_GATE, parseFeatureGates } from './feature-gates';
import type { Io } from './io';

export interface SignersFlags extends ClusterFlags {
  readonly featureGates?: string;
  readonly controllers: string;
  readonly clusterResourceNamespace: string;
  readonly verbose?: boolean;
}

/** `csrlab signers`: the engine alone, on whatever cluster the kubeconfig names, until the user asks it to stop. */
export async function signers(flags: SignersFlags, io: Io): Promise<void> {
  const gates = parseFeatureGates(flags.featureGates ?? '');
  const transport = clusterTransport(flags, io);
  const running = start(flags, gates, { transport, io });
  if (!gates.get(REQUEST_CONTROLLERS_GATE)) {
    io.out(`${CSR_CONTROLLERS_GATE} is off, so no CertificateSigningRequest is signed: add --feature-gates ${CSR_CONTROLLERS_GATE}=true\n`);
  }
  await Promise.race([running.started(), io.stopRequested]);
  if (running.ready) io.out(`running: ${running.controllers.join(', ')}\n`);
  await io.stopRequested;
  await running.stop();
}

function start(
  flags: SignersFlags,
  gates: ReadonlyMap<string, boolean>,
  { transport, io }: { transport: ReturnType<typeof clusterTransport>; io: Io },
): ReturnType<typeof startSigners> {
  try {
    return startSigners({
      ...{ transport, environment: io.environment, crypto: io.crypto, clusterResourceNamespace: flags.clusterResourceNamespace },
      controllers: flags.controllers.split(',').map((name) => name.trim()),
      featureGates: Object.fromEntries(gates),
      rateLimit: { qps: 20, burst: 50 },
      ...(flags.verbose ? { log: (line) => io.err(`${JSON.stringify(line)}\n`) } : {}),
    });
  } catch (error) {
    throw new UsageError(`--controllers ${flags.controllers}: ${messageOf(error)}`);
  }
}

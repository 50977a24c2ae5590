import { explain, renderExplanation, SIGNERS, takeSnapshot } from '../signers';
import { type ClusterFlags, clusterClient, requestOf } from './cluster';
import type { Io } from './io';

export interface ExplainFlags extends ClusterFlags {
  readonly clusterResourceNamespace: string;
  readonly output: 'text' | 'json';
}

/** `csrlab explain csr`: the engine's own ladder over what the caller may read of the cluster. */
export async function explainRequest(name: string, flags: ExplainFlags, io: Io): Promise<void> {
  const client = clusterClient(flags, io);
  const request = await requestOf(client, name);
  const { clock, network, random } = io.environment;
  const tools = { clock, network, random, crypto: io.crypto, clusterResourceNamespace: flags.clusterResourceNamespace };
  const by = { signers: SIGNERS, tools };
  const explanation = explain(request, await takeSnapshot(client, request, by), by);
  io.out(flags.output === 'json' ? `${JSON.stringify(explanation)}\n` : renderExplanation(explanation));
}

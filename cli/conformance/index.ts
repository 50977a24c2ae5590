import { createClient } from '../../kube';
import { connect, parseKubeConfig, resolveFiles } from '../../kube/kubeconfig';
import { Unmet } from '../../steps/state/claim';
import { Contract } from '../../steps/state/contract';
import { SUITE } from '../../steps/state/signer-under-test';
import { wish } from '../../steps/state/wish';
import { runSuite } from '../../steps/suite/run-suite';
import { CommandError, messageOf } from '../errors';
import type { Io } from '../io';
import { existingCluster, labCluster, type Cluster } from './cluster';
import { settingsOf, type ConformanceFlags, type Settings } from './flags';
import { startForeign } from './foreign';
import { makeReport, type Report } from './report';
import { renderHtml } from './render-html';
import { renderJunit } from './render-junit';
import { renderText } from './render-text';

/** A signer that does not even start to sign is not given the full time in every scenario. */
const HOPELESS = 1000;

/** `csrlab conformance`: holds a signer against the contract. @throws CommandError when a capability failed */
export async function conformance(command: readonly string[], flags: ConformanceFlags, io: Io): Promise<void> {
  const settings = settingsOf(command, flags, io);
  const cluster =
    flags.kubeconfig === undefined ? await labCluster(settings.signerName, command.length === 0, io) : existingCluster(flags.kubeconfig);
  try {
    const foreign = await startForeign(settings, cluster.foreignKubeconfig, io);
    const testing = test(settings, cluster, flags, io);
    const stopped = io.stopRequested.then((signal) => Promise.reject(new CommandError(`stopped by ${signal} before the end`)));
    const report = await Promise.race([testing, foreign.endedEarly, stopped]).finally(() => foreign.stop());
    publish(report, flags, io);
    const failed = report.capabilities.filter(({ status }) => status === 'failed').map(({ name }) => name);
    if (failed.length > 0) throw new CommandError(`${settings.signerName} does not conform: ${failed.join(', ')}`);
  } finally {
    await cluster.stop();
  }
}

async function test(settings: Settings, cluster: Cluster, flags: ConformanceFlags, io: Io): Promise<Report> {
  const { signerName, unsupported, unsignable, command } = settings;
  const { kubeconfig, description } = cluster;
  const problem = await warmUp(settings, cluster, flags, io);
  const patience = { atMost: problem === undefined ? flags.timeout : HOPELESS, settle: flags.settle };
  const results = await runSuite({
    suite: 'conformance',
    parameters: { signer: { kubeconfig, signerName, unsupported, patience, ...(unsignable === undefined ? {} : { unsignable }) } },
    onResult: ({ status, capability, scenario }) => {
      if (io.interactive) io.err(`${status.padEnd(12)} ${capability}: ${scenario}\n`);
    },
  });
  const target = command.length === 0 ? description : `${command[0] ?? ''} on ${description}`;
  return makeReport({
    title: 'Conformance',
    signerName,
    target,
    notes: problem === undefined ? [] : [problem],
    results,
    audit: (requests) => cluster.audit(requests),
  });
}

/** Waits until the signer signs at all, since programs take their time to start. Returns what is wrong when it never does. */
async function warmUp(
  { signerName }: Settings,
  { kubeconfig }: Cluster,
  { startTimeout }: ConformanceFlags,
  io: Io,
): Promise<string | undefined> {
  const { network, clock } = io.environment;
  const config = resolveFiles(parseKubeConfig(io.files.readText(kubeconfig), kubeconfig), io.files.resolve(kubeconfig, '..'));
  const { transport } = connect(config, { network, clock, files: io.files });
  const admin = createClient(transport, { userAgent: SUITE });
  const contract = new Contract({ admin, signerName, patience: { atMost: startTimeout, settle: 0 } });
  try {
    await contract.create('start', wish(signerName));
    await contract.approve('start');
    await contract.certificate('start');
    return undefined;
  } catch (error) {
    if (!(error instanceof Unmet))
      throw new CommandError(`cannot ask ${kubeconfig} for a certificate: ${messageOf(error)}`, { cause: error });
    return `The signer did not sign a first, approved request, so every scenario waits ${HOPELESS / 1000} s only: ${messageOf(error).replaceAll('\n', ', ')}`;
  } finally {
    await contract.cleanUp();
  }
}

function publish(report: Report, flags: ConformanceFlags, io: Io): void {
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (flags.reportHtml !== undefined) io.files.write(flags.reportHtml, renderHtml(report));
  if (flags.reportJunit !== undefined) io.files.write(flags.reportJunit, renderJunit(report));
  if (flags.reportJson !== undefined) io.files.write(flags.reportJson, json);
  io.out(flags.output === 'json' ? json : renderText(report));
}

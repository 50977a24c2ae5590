import type { Controls } from '../../steps/state/controls';
import { Unmet } from '../../steps/state/claim';
import { OWN_REQUESTS } from '../../steps/state/start-approvals';
import { startTarget } from '../../steps/state/start-target';
import { runSuite } from '../../steps/suite/run-suite';
import { CommandError, messageOf } from '../errors';
import type { Io } from '../io';
import { approverTrial, OPTIONAL_FOR_APPROVERS } from './approver-trial';
import { momentOf } from './audit';
import { existingCluster, FOREIGN_USER, type Cluster } from './cluster';
import { approverSettings, signerSettings, type ConformanceFlags } from './flags';
import { foreignProgram, type Foreign } from './foreign';
import { probed } from './probe';
import { makeReport, type Report } from './report';
import { renderHtml } from './render-html';
import { renderJunit } from './render-junit';
import { renderText } from './render-text';
import { OPTIONAL_FOR_SIGNERS, signerTrial } from './signer-trial';
import type { Trial } from './trial';

/** Somebody who does not even begin is not given the full time in every scenario. */
const HOPELESS = 1000;

/** `csrlab conformance`: holds a signer or an approver against its contract. @throws CommandError when a capability failed */
export async function conformance(command: readonly string[], flags: ConformanceFlags, io: Io): Promise<void> {
  const trial = trialOf(command, flags, io);
  const { kubeconfig, auditLog } = flags;
  const cluster = kubeconfig === undefined ? await trial.makeLab(command.length === 0, io) : existingCluster(kubeconfig, auditLog, io);
  const fillings = { kubeconfig: cluster.foreignKubeconfig, 'signer-name': trial.signerName };
  const foreign = command.length === 0 ? undefined : foreignProgram(command, fillings, io);
  try {
    await foreign?.start();
    const stopped = io.stopRequested.then((signal) => Promise.reject(new CommandError(`stopped by ${signal} before the end`)));
    const target = command.length === 0 ? cluster.description : `${command[0] ?? ''} on ${cluster.description}`;
    const testing = test({ trial, cluster, target, ...(foreign === undefined ? {} : { foreign }) }, flags, io);
    const report = await Promise.race([testing, stopped, ...(foreign === undefined ? [] : [foreign.endedEarly])]);
    publish(report, flags, io);
    const failed = report.capabilities.filter(({ status }) => status === 'failed').map(({ name }) => name);
    if (failed.length > 0) throw new CommandError(`${trial.subject} does not conform: ${failed.join(', ')}`);
  } finally {
    await foreign?.stop();
    await cluster.stop();
  }
}

function trialOf(command: readonly string[], flags: ConformanceFlags, io: Io): Trial {
  const given = flags.kubeconfig !== undefined || command.length > 0;
  if (flags.approver !== true) return signerTrial(signerSettings(flags, { given, optional: OPTIONAL_FOR_SIGNERS, io }));
  const own = { approves: [OWN_REQUESTS.approves], leaves: [OWN_REQUESTS.leaves] };
  return approverTrial(approverSettings(flags, own, { given, optional: OPTIONAL_FOR_APPROVERS, io }));
}

interface Run {
  readonly trial: Trial;
  readonly cluster: Cluster;
  readonly target: string;
  readonly foreign?: Foreign;
}

async function test({ trial, cluster, target, foreign }: Run, flags: ConformanceFlags, io: Io): Promise<Report> {
  const problem = await warmUp(trial, cluster, flags);
  const patience = { atMost: problem === undefined ? flags.timeout : HOPELESS, settle: flags.settle };
  const controls: Controls = {
    ...(foreign === undefined ? {} : { program: foreign }),
    // Only in a lab the one under test has a name of its own.
    ...(flags.kubeconfig === undefined ? { asked: (names) => cluster.asked(names).filter(({ user }) => user === FOREIGN_USER) } : {}),
  };
  const results = await runSuite({
    ...{ suite: trial.suite, parameters: trial.parameters(cluster.kubeconfig, patience), controls },
    onResult: ({ status, capability, scenario }) => {
      if (io.interactive) io.err(`${status.padEnd(12)} ${capability}: ${scenario}\n`);
    },
  });
  const report = makeReport({
    ...{ title: 'Conformance', subject: trial.subject, target, results },
    notes: problem === undefined ? [] : [problem],
    audit: (requests) => cluster.asked(requests).map(momentOf),
  });
  return flags.probe === true ? probed(report, trial.optional) : report;
}

/** Waits until the one under test does its work at all, since programs take their time to start. Returns what is wrong when it never does. */
async function warmUp({ tryOnce, verb }: Trial, { kubeconfig }: Cluster, { startTimeout }: ConformanceFlags): Promise<string | undefined> {
  try {
    await tryOnce(await startTarget({ kubeconfig, lab: {} }), { atMost: startTimeout, settle: 0 });
    return undefined;
  } catch (error) {
    if (!(error instanceof Unmet)) throw new CommandError(`cannot try ${kubeconfig}: ${messageOf(error)}`, { cause: error });
    const why = messageOf(error).replaceAll('\n', ', ');
    return `A first request, which it had to ${verb}, it did not ${verb}, so every scenario waits ${HOPELESS / 1000} s only: ${why}`;
  }
}

function publish(report: Report, flags: ConformanceFlags, io: Io): void {
  const json = `${JSON.stringify(report, null, 2)}\n`;
  if (flags.reportHtml !== undefined) io.files.write(flags.reportHtml, renderHtml(report));
  if (flags.reportJunit !== undefined) io.files.write(flags.reportJunit, renderJunit(report));
  if (flags.reportJson !== undefined) io.files.write(flags.reportJson, json);
  io.out(flags.output === 'json' ? json : renderText(report));
}

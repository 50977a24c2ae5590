import type { Command } from 'commander';
import type { ConformanceFlags } from './conformance/flags';
import type { Io } from './io';
import { durationOption, numberOption, outputOption } from './options';
import type { RecordFlags, ReplayFlags } from './recordings';

/** The commands that hold somebody against a contract. */
export function addContractCommands(program: Command, io: Io): void {
  addConformance(program, io);
  withServer(program.command('record').description('send the requests of scenario files to an API server and write them with its answers'))
    .requiredOption('--to <folder>', 'where the recorded scenarios go')
    .action((paths: string[], flags: RecordFlags) => (require('./recordings') as typeof import('./recordings')).record(paths, flags, io));
  withServer(program.command('replay').description('send the requests of recorded scenarios to an API server and compare its answers'))
    .option('--only <text>', 'scenarios whose path contains this')
    .addOption(numberOption('--show <number>', 'how many differing answers to show').default(10))
    .addOption(outputOption())
    .action((paths: string[], flags: ReplayFlags) => (require('./recordings') as typeof import('./recordings')).replay(paths, flags, io));
}

function withServer(command: Command): Command {
  return command
    .argument('<paths...>', 'scenario files, or folders of them')
    .requiredOption('--server <url>', 'the API server, such as https://127.0.0.1:6443')
    .option('--ca <file>', 'PEM of the CA to trust')
    .option('--tokens <file>', "tokens of the scenarios' users, in kube-apiserver's token file format");
}

function addConformance(program: Command, io: Io): void {
  program
    .command('conformance')
    .description(
      "hold a signer or an approver against its contract: csrlab's own on a lab, a program that is started on a lab, or one on your cluster",
    )
    .argument('[command...]', 'after --: the program to start; {kubeconfig} and {signer-name} in its words are filled in')
    .option('--signer-name <name>', 'spec.signerName of the requests, such as issuers.cert-manager.io/sandbox.my-issuer')
    .option('--approver', 'an approver is held against the contract for approvers, not a signer')
    .option(
      '--should-approve <files...>',
      'CertificateSigningRequests that it must approve; spec.username and spec.groups say who sends each',
    )
    .option('--should-not-approve <files...>', 'CertificateSigningRequests that it must not approve')
    .option('--approve-binding <name>', 'with --kubeconfig: the ClusterRoleBinding that lets it approve, which is taken away for a moment')
    .option('--kubeconfig <file>', 'a cluster on which it works already (default: a lab, for a signer with a CA issuer)')
    .option('--audit-log <file>', "with --kubeconfig: the API server's audit log, so that the report has the requests of others")
    .option('--unsupported <capabilities>', 'what it does not claim, comma-separated, such as duration,is-ca')
    .option('--probe', 'find out what it does not claim: an optional capability that does not hold counts as unsupported')
    .option('--unsignable <file>', 'a CertificateSigningRequest that the signer must end as Failed')
    .addOption(durationOption('--timeout <duration>', 'how long the signer may take for a certificate').default(15_000, '15s'))
    .addOption(durationOption('--settle <duration>', 'how long it is given to do what it must not do').default(500, '500ms'))
    .addOption(durationOption('--start-timeout <duration>', 'how long it may take until it signs at all').default(30_000, '30s'))
    .addOption(outputOption())
    .option('--report-html <file>', 'write a page with the timeline of every scenario')
    .option('--report-junit <file>', "write JUnit's XML")
    .option('--report-json <file>', 'write the report as JSON')
    .action((command: string[], flags: ConformanceFlags) =>
      (require('./conformance') as typeof import('./conformance')).conformance(command, flags, io),
    );
}

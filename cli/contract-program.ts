import type { Command } from 'commander';
import type { ConformanceFlags } from './conformance/flags';
import type { Io } from './io';
import { durationOption, outputOption } from './options';

/** The commands that hold somebody against a contract. */
export function addContractCommands(program: Command, io: Io): void {
  program
    .command('conformance')
    .description("hold a signer against the contract: csrlab's own on a lab, a program that is started on a lab, or one on your cluster")
    .argument('[command...]', 'after --: the program to start; {kubeconfig} and {signer-name} in its words are filled in')
    .option('--signer-name <name>', 'spec.signerName of the requests, such as issuers.cert-manager.io/sandbox.my-issuer')
    .option('--kubeconfig <file>', 'a cluster on which the signer works already (default: a lab with a CA issuer)')
    .option('--unsupported <capabilities>', 'what the signer does not claim, comma-separated, such as duration,is-ca')
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

import { Command, Option } from 'commander';
import packageJson from '../package.json';
import { addClusterCommands } from './cluster-program';
import { addContractCommands } from './contract-program';
import { addUpstreamCommands } from './upstream-program';
import type { Io } from './io';
import { outputOption, portOption } from './options';
import type { UpFlags } from './up-options';

/** Builds the command tree for a command line. Each command's code is loaded when it runs, so that `csrlab --version` loads none. */
export function createProgram(argv: readonly string[], io: Io): Command {
  const program = new Command('csrlab')
    .description(
      'A laboratory for Kubernetes certificate signing: an API server, certificate authorities and a signing engine, all in one process.',
    )
    .version((packageJson as { version: string }).version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) => write(hint(text)),
    });
  addUp(program, io);
  addDemo(program, io);
  addClusterCommands(program, argv, io);
  addContractCommands(program, io);
  addUpstreamCommands(program, io);
  return program;
}

function addUp(program: Command, io: Io): void {
  program
    .command('up')
    .description('start the API server, its controllers and the signing engine, and run until interrupted')
    .addOption(portOption('--port <number>', 'port of the API server; 0 picks a free one').default(6443))
    .option('--bind-address <address>', 'address to listen on', '127.0.0.1')
    .option('--allow-remote', 'permit a bind address that other machines can reach')
    .option('--kubeconfig <file>', "where to write the administrator's kubeconfig (default: a new temporary folder)")
    .option('--token-auth-file <file>', 'extra users: lines of token,user,uid,"group1,group2"')
    .option('--feature-gates <gates>', 'Name=true|false, comma-separated')
    .option('--no-signers', 'a plain Kubernetes: no signing engine, no cert-manager resources')
    .option('--cluster-resource-namespace <namespace>', "where ClusterIssuers' Secrets are", 'cert-manager')
    .addOption(outputOption())
    .option('--audit-log <file>', 'write every request as an audit.k8s.io/v1 event, one JSON line each')
    .addOption(
      new Option('--audit-level <level>', 'what those events hold').choices(['Metadata', 'Request', 'RequestResponse']).default('Metadata'),
    )
    .option('--verbose', 'log every request and every decision of the engine to stderr')
    .action((options: UpFlags) => (require('./up') as typeof import('./up')).up(options, io));
}

function addDemo(program: Command, io: Io): void {
  program
    .command('demo')
    .description('play the whole flow step by step and explain it')
    .action(() => (require('./demo') as typeof import('./demo')).demo(io));
}

/** Commander ends its message with a full stop or not; either way one line says where to look. */
function hint(text: string): string {
  return `${text.trim().replace(/\n/g, ' ')} (csrlab --help lists what there is)\n`;
}

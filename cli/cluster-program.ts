import type { Command } from 'commander';
import type { CreateFlags } from './create-request';
import type { ExplainFlags } from './explain';
import { UsageError } from './errors';
import { withFlagErrors } from './flag-errors';
import type { InspectFlags } from './inspect';
import type { Io } from './io';
import { goDurationOption, numberOption, outputOption, portOption, withCluster } from './options';
import type { SignersFlags } from './signers';
import type { WebhookFlags } from './webhook';

/** The commands that work on any cluster. */
export function addClusterCommands(program: Command, argv: readonly string[], io: Io): void {
  addSigners(program, io);
  addWebhook(program, io);
  addExplain(program, io);
  addCreate(program, argv, io);
  addInspect(program, io);
}

function addSigners(program: Command, io: Io): void {
  withCluster(program.command('signers'))
    .description('run the signing engine against any cluster')
    .option(
      '--feature-gates <gates>',
      'Name=true|false, comma-separated; the engine signs nothing until ExperimentalCertificateSigningRequestControllers=true',
    )
    .option('--controllers <names>', 'controllers to run: names, * for the default set, -name to leave one out', '*')
    .option('--cluster-resource-namespace <namespace>', "where ClusterIssuers' Secrets are", 'kube-system')
    .addOption(numberOption('--kube-api-qps <number>', 'requests to the API server a second, of all controllers together').default(20))
    .addOption(numberOption('--kube-api-burst <number>', 'requests to the API server at once').default(50))
    .option(
      '--dns01-recursive-nameservers <servers>',
      "host:port or https://…, comma-separated, to look DNS-01 names up with (default: the machine's)",
    )
    .option('--dns01-recursive-nameservers-only', 'ask only these for challenge records, not the name servers of the zone')
    .option('--leader-elect', 'work only while holding the Lease cert-manager-controller, so that several replicas can run')
    .option('--leader-election-namespace <namespace>', 'where that Lease is', 'kube-system')
    .option('--healthz-listen-address <host:port>', 'serve /livez and /readyz there over HTTP (default: nowhere)')
    .option('--metrics-listen-address <host:port>', 'serve /metrics for Prometheus there over HTTP (default: nowhere)')
    .option('--verbose', 'log every decision to stderr')
    .action((options: SignersFlags) => (require('./signers') as typeof import('./signers')).signers(options, io));
}

function addWebhook(program: Command, io: Io): void {
  program
    .command('webhook')
    .description("serve cert-manager's admission webhook for any cluster, and print the configuration that makes an API server ask it")
    .addOption(portOption('--port <number>', 'port to listen on; 0 picks a free one').default(10250))
    .option('--bind-address <address>', 'address to listen on', '127.0.0.1')
    .option('--tls-cert-file <file>', 'certificate to serve with (default: a self-made one)')
    .option('--tls-private-key-file <file>', 'its private key')
    .option('--service <namespace/name>', 'the API server reaches the webhook as this service (default: by its URL)')
    .option('--print-only', 'print the configuration and serve nothing; wants --service and the certificate that is served elsewhere')
    .action((options: WebhookFlags) => (require('./webhook') as typeof import('./webhook')).webhook(options, io));
}

function addExplain(program: Command, io: Io): void {
  const explain = program.command('explain').description('say why something is, or is not, as it should be');
  withCluster(explain.command('csr <name>').alias('certificatesigningrequest'))
    .description('why a CertificateSigningRequest is, or is not, signed, gate by gate')
    .option('--cluster-resource-namespace <namespace>', "where ClusterIssuers' Secrets are", 'cert-manager')
    .addOption(outputOption())
    .action((name: string, options: ExplainFlags) =>
      (require('./explain') as typeof import('./explain')).explainRequest(name, options, io),
    );
}

function addCreate(program: Command, argv: readonly string[], io: Io): void {
  // Incomplete, it shows its help and has done so: cmctl's way.
  const create = program
    .command('create')
    .description('create something in a cluster')
    .allowExcessArguments()
    .action(() => {
      const [odd] = create.args;
      if (odd !== undefined) throw new UsageError(`unknown command '${odd}' (csrlab create --help lists what there is)`);
      create.help();
    });
  withFlagErrors(withCluster(create.command('certificatesigningrequest [names...]').alias('csr')), argv, io)
    .description("make a private key and a CertificateSigningRequest from a Certificate's manifest")
    .option('-f, --from-certificate-file <file>', 'manifest with one cert-manager Certificate')
    .option('-k, --output-key-file <file>', 'where to write the private key (default: NAME.key)')
    .option('-c, --output-certificate-file <file>', 'where to write the certificate, with --fetch-certificate (default: NAME.crt)')
    .option('-w, --fetch-certificate', 'wait until the request is signed and write the certificate')
    .option('-n, --namespace <namespace>', "taken as cmctl takes it, and unused: the namespace is the manifest's, else default")
    .addOption(goDurationOption('--timeout <duration>', 'how long to wait').default(300_000, '5m'))
    .action((names: string[], options: CreateFlags) =>
      (require('./create-request') as typeof import('./create-request')).createCertificateSigningRequest(names, options, io),
    );
}

function addInspect(program: Command, io: Io): void {
  withCluster(program.command('inspect <what> [name]'))
    .description(
      'show requests and certificates field by field: inspect FILE, inspect REQUEST CERTIFICATE, inspect csr NAME, inspect secret NAME',
    )
    .option('-n, --namespace <namespace>', 'of the Secret', 'default')
    .addOption(outputOption())
    .action((what: string, name: string | undefined, options: InspectFlags) =>
      (require('./inspect') as typeof import('./inspect')).inspect({ what, name }, options, io),
    );
}

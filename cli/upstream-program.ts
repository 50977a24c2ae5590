import { Argument, type Command } from 'commander';
import type { Io } from './io';
import type { CreateIssuerFlags } from './issuers';
import type { MockFlags } from './mock';
import { outputOption, portOption, withCluster } from './options';

const ISSUERS = ['acme', 'acme-dns01', 'vault', 'venafi-tpp', 'venafi-cloud', 'ca', 'selfsigned'];
const AUTHORITIES = ['acme', 'vault', 'venafi-tpp', 'venafi-cloud', 'dns'];

/** The commands around certificate authorities. */
export function addUpstreamCommands(program: Command, io: Io): void {
  const issuers = program.command('issuers').description('issuers for a running csrlab up');
  withCluster(issuers.command('create'))
    .addArgument(new Argument('<type>', 'which authority it is for').choices(ISSUERS))
    .argument('[name]', 'name of the issuer (default: its type)')
    .description('create an issuer that is ready to use, with the Secret it needs, and wait until it is Ready')
    .option('-n, --namespace <namespace>', 'an Issuer of this namespace (default: a ClusterIssuer)')
    .option('--cluster-resource-namespace <namespace>', "where ClusterIssuers' Secrets are", 'cert-manager')
    .action((type: string, name: string | undefined, flags: CreateIssuerFlags) =>
      (require('./issuers') as typeof import('./issuers')).createIssuer({ type, name: name ?? type }, flags, io),
    );
  program
    .command('mock')
    .addArgument(new Argument('<authority>', 'which authority to simulate').choices(AUTHORITIES))
    .description('run one simulated authority alone, with a control surface beside it, until interrupted')
    .addOption(portOption('--port <number>', 'port of the protocol; 0 picks a free one').default(0))
    .option('--bind-address <address>', 'address of the protocol; the control surface is on loopback always', '127.0.0.1')
    .option('--ca-file <file>', 'where to write the certificate that its HTTPS chains to')
    .option('--dns-server <host:port>', "acme: the name server that validation asks (default: the machine's resolver)")
    .addOption(portOption('--http-port <number>', 'acme: where http-01 is validated (default: 80)'))
    .addOption(portOption('--tls-port <number>', 'acme: where tls-alpn-01 is validated (default: 443)'))
    .option('--external-account <id=key>', 'acme: accounts must be bound to this one, MAC key in base64url; repeatable', collect, [])
    .addOption(outputOption())
    .action((authority: string, flags: MockFlags) => (require('./mock') as typeof import('./mock')).mock(authority, flags, io));
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

import { CommandError, errorCode, messageOf } from './errors';
import type { Io } from './io';
import { upSettings, type UpFlags } from './up-options';

/** `csrlab up`: starts the lab, says how to reach it, and runs until the user asks it to stop. */
export async function up(flags: UpFlags, io: Io): Promise<void> {
  const settings = upSettings(flags, io);
  const { startLab } = require('../lab/start') as typeof import('../lab/start');
  const folder = flags.kubeconfig === undefined ? io.files.temporaryFolder('csrlab-') : undefined;
  const lab = await startLab({
    environment: io.environment,
    crypto: io.crypto,
    https: { port: settings.port, host: settings.bindAddress },
    tokens: settings.tokens,
    recordRequests: false,
    signers: flags.signers,
    csrControllers: settings.csrControllers,
    clusterResourceNamespace: flags.clusterResourceNamespace,
    auditLevel: flags.auditLevel,
    ...(flags.auditLog === undefined ? {} : { auditLog: auditWriter(flags.auditLog, io) }),
    ...(flags.verbose ? { log: (line: string) => io.err(`${line}\n`) } : {}),
  }).catch((error: unknown) => {
    if (folder !== undefined) io.files.remove(folder);
    throw startFailure(error, flags);
  });
  const kubeconfig = io.files.resolve(flags.kubeconfig ?? `${folder ?? ''}/kubeconfig`);
  const ca = `${kubeconfig}.ca.crt`;
  try {
    io.files.write(kubeconfig, lab.kubeconfig(), 0o600);
    io.files.write(ca, lab.caCertificate);
    announce({ server: lab.server, ca, kubeconfig, urls: lab.urls }, flags, io);
    await io.stopRequested;
  } finally {
    await lab.stop();
    if (folder !== undefined) io.files.remove(folder);
  }
}

function auditWriter(file: string, io: Io): (line: string) => void {
  try {
    io.files.append(file, '');
  } catch (error) {
    throw new CommandError(`cannot write ${file} (--audit-log): ${errorCode(error) ?? messageOf(error)}`, { cause: error });
  }
  return (line) => io.files.append(file, line);
}

function startFailure(error: unknown, flags: UpFlags): Error {
  const where = `${flags.bindAddress}:${flags.port}`;
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new CommandError(
        `port ${flags.port} is in use on ${flags.bindAddress}: stop what listens there, or choose another with --port (0 picks a free one)`,
      );
    case 'EACCES':
      return new CommandError(`not permitted to listen on ${where}: choose a --port above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new CommandError(`${flags.bindAddress} is no address of this machine: choose another --bind-address`);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}

interface Ready {
  readonly server: string;
  readonly ca: string;
  readonly kubeconfig: string;
  readonly urls: Readonly<Record<string, string>>;
}

function announce(ready: Ready, flags: UpFlags, io: Io): void {
  if (flags.output === 'json') {
    io.out(`${JSON.stringify(ready)}\n`);
    return;
  }
  const engine = !flags.signers
    ? 'No signing engine and no cert-manager resources (--no-signers).'
    : 'The signing engine runs with ExperimentalCertificateSigningRequestControllers=true (off by default in cert-manager).';
  io.out(`API server   ${ready.server}
kubeconfig   ${ready.kubeconfig}
CA           ${ready.ca}

${engine}
${authorities(ready.urls)}
Try:
  export KUBECONFIG=${ready.kubeconfig}
  kubectl get certificatesigningrequests
  kubectl auth whoami

Stop with Ctrl-C.
`);
}

/** The simulated authorities start when they are first asked. */
function authorities(urls: Readonly<Record<string, string>>): string {
  const lines = Object.entries(urls).filter(([name]) => name !== 'api');
  if (lines.length === 0) return '';
  const listed = lines.map(([name, url]) => `  ${name.padEnd(13)} ${url}\n`).join('');
  return `Simulated authorities (csrlab issuers create NAME makes an issuer for one):\n${listed}`;
}

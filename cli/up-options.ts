import type { Io } from './io';
import { CommandError, UsageError, errorCode } from './errors';
import { CSR_CONTROLLERS_GATE, parseFeatureGates } from './feature-gates';

export interface UpFlags {
  readonly port: number;
  readonly bindAddress: string;
  readonly allowRemote?: boolean;
  readonly kubeconfig?: string;
  readonly tokenAuthFile?: string;
  readonly featureGates?: string;
  readonly signers: boolean;
  readonly clusterResourceNamespace: string;
  readonly output: 'text' | 'json';
  readonly auditLog?: string;
  readonly auditLevel: 'Metadata' | 'Request' | 'RequestResponse';
  readonly verbose?: boolean;
}

export interface UpSettings {
  readonly port: number;
  readonly bindAddress: string;
  /** Text of the token file; empty without one. */
  readonly tokens: string;
  /** Whether the CertificateSigningRequest controllers run. */
  readonly csrControllers: boolean;
}

/** Checks the flags before anything is started, so that a mistake leaves nothing behind. */
export function upSettings(flags: UpFlags, io: Io): UpSettings {
  if (!flags.allowRemote && !isLoopback(flags.bindAddress)) {
    throw new UsageError(
      `--bind-address ${flags.bindAddress} can be reached from other machines, and this is a test API server with known keys and tokens: add --allow-remote if that is meant`,
    );
  }
  if (flags.kubeconfig !== undefined) checkKubeconfigTarget(flags.kubeconfig, io);
  const gates = parseFeatureGates(flags.featureGates ?? '');
  return {
    port: flags.port,
    bindAddress: flags.bindAddress,
    tokens: flags.tokenAuthFile === undefined ? '' : readFile(flags.tokenAuthFile, '--token-auth-file', io),
    csrControllers: gates.get(CSR_CONTROLLERS_GATE) ?? true,
  };
}

export function isLoopback(address: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(address) || address === '::1' || address === 'localhost';
}

export function readFile(path: string, flag: string, io: Io): string {
  try {
    return io.files.readText(path);
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'there is no such file' : String(errorCode(error) ?? error);
    throw new CommandError(`cannot read ${path} (${flag}): ${why}`, { cause: error });
  }
}

// The lab's own kubeconfigs name this cluster; any other file is somebody's and stays as it is.
const OURS = /^\s*(- )?name: csrlab$/m;

function checkKubeconfigTarget(path: string, io: Io): void {
  if (!io.files.exists(path)) return;
  if (io.files.isDirectory(path)) throw new UsageError(`--kubeconfig ${path} is a folder: name a file in it`);
  if (OURS.test(readFile(path, '--kubeconfig', io))) return;
  throw new UsageError(
    `--kubeconfig ${path} exists and was not written by csrlab: name a new file, so that nothing of yours is overwritten`,
  );
}

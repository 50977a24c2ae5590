import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { parseManifest } from '../../kube';
import { UsageError } from '../errors';
import type { Io } from '../io';
import { readFile } from '../up-options';

export interface ConformanceFlags {
  readonly signerName?: string;
  readonly approver?: boolean;
  readonly shouldApprove?: readonly string[];
  readonly shouldNotApprove?: readonly string[];
  readonly approveBinding?: string;
  readonly kubeconfig?: string;
  readonly auditLog?: string;
  readonly unsupported?: string;
  readonly probe?: boolean;
  readonly unsignable?: string;
  /** Milliseconds, as the other two. */
  readonly timeout: number;
  readonly settle: number;
  readonly startTimeout: number;
  readonly output: 'text' | 'json';
  readonly reportHtml?: string;
  readonly reportJunit?: string;
  readonly reportJson?: string;
}

/** Capabilities that are not claimed, with the reason that the report gives. */
type Unsupported = Readonly<Record<string, string>>;

export interface SignerSettings {
  readonly signerName: string;
  readonly unsupported: Unsupported;
  readonly unsignable?: CertificateSigningRequest;
}

export interface ApproverSettings {
  readonly approves: readonly CertificateSigningRequest[];
  readonly leaves: readonly CertificateSigningRequest[];
  readonly unsupported: Unsupported;
  readonly binding?: string;
  readonly kubeconfig?: string;
}

const SIGNER_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/.+$/;

export const DEFAULT_SIGNER_NAME = 'issuers.cert-manager.io/sandbox.my-issuer';

/** Checks the flags of a signer's run before anything is started. `given` says that the signer is somebody else's. */
export function signerSettings(flags: ConformanceFlags, { given, optional, io }: Around): SignerSettings {
  const { signerName, unsignable } = flags;
  for (const [flag, value] of Object.entries({ 'should-approve': flags.shouldApprove, 'should-not-approve': flags.shouldNotApprove })) {
    if (value !== undefined) throw new UsageError(`--${flag} is for approvers: add --approver`);
  }
  if (signerName === undefined && given) {
    throw new UsageError('whose conformance? name the signer with --signer-name, such as issuers.cert-manager.io/sandbox.my-issuer');
  }
  if (signerName !== undefined && !SIGNER_NAME.test(signerName)) {
    throw new UsageError(`--signer-name ${signerName} is no signer name: write domain/path, such as ${DEFAULT_SIGNER_NAME}`);
  }
  checkCluster(flags, io);
  return {
    signerName: signerName ?? DEFAULT_SIGNER_NAME,
    unsupported: unsupportedOf(flags, 'a signer', optional),
    ...(unsignable === undefined ? {} : { unsignable: onlyRequest(readFile(unsignable, '--unsignable', io), unsignable) }),
  };
}

export interface Around {
  readonly given: boolean;
  readonly optional: readonly string[];
  readonly io: Io;
}

/** Checks the flags of an approver's run. Without a program and a cluster it is the lab's small approver with its own requests. */
export function approverSettings(
  flags: ConformanceFlags,
  own: Pick<ApproverSettings, 'approves' | 'leaves'>,
  { given, optional, io }: Around,
): ApproverSettings {
  const { shouldApprove = [], shouldNotApprove = [], approveBinding, kubeconfig } = flags;
  const example = 'write manifests of CertificateSigningRequests, and name them with';
  if (given && shouldApprove.length === 0) throw new UsageError(`what should it approve? ${example} --should-approve FILE`);
  if (given && shouldNotApprove.length === 0) throw new UsageError(`what should it never approve? ${example} --should-not-approve FILE`);
  if (approveBinding !== undefined && kubeconfig === undefined) {
    throw new UsageError('--approve-binding is for --kubeconfig: in a lab the right to approve is given by the suite itself');
  }
  checkCluster(flags, io);
  const named = (files: readonly string[], flag: string) =>
    files.flatMap((file) => requestsOf(readFile(file, flag, io), `${flag} ${file}`));
  return {
    approves: given ? named(shouldApprove, '--should-approve') : own.approves,
    leaves: given ? named(shouldNotApprove, '--should-not-approve') : own.leaves,
    unsupported: unsupportedOf(flags, 'an approver', optional),
    ...(approveBinding === undefined ? {} : { binding: approveBinding }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
  };
}

function checkCluster({ kubeconfig, auditLog }: ConformanceFlags, io: Io): void {
  if (kubeconfig !== undefined) readFile(kubeconfig, '--kubeconfig', io);
  if (auditLog === undefined) return;
  if (kubeconfig === undefined) throw new UsageError('--audit-log is for --kubeconfig: a lab knows by itself what was asked of it');
  readFile(auditLog, '--audit-log', io);
}

function unsupportedOf({ unsupported = '' }: ConformanceFlags, who: string, optional: readonly string[]): Unsupported {
  const names = unsupported.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name !== '' && !optional.includes(name));
  if (wrong !== undefined) throw new UsageError(`--unsupported ${wrong}: what ${who} may do without is ${optional.join(', ')}`);
  return Object.fromEntries(names.filter((name) => name !== '').map((name) => [name, 'declared with --unsupported']));
}

function onlyRequest(text: string, file: string): CertificateSigningRequest {
  const [first, ...others] = requestsOf(text, `--unsignable ${file}`);
  if (first === undefined || others.length > 0) throw new UsageError(`--unsignable ${file}: write one CertificateSigningRequest into it`);
  return first;
}

function requestsOf(text: string, where: string): readonly CertificateSigningRequest[] {
  const objects = parseManifest(text);
  if (objects.length === 0 || objects.some(({ kind }) => kind !== 'CertificateSigningRequest')) {
    throw new UsageError(`${where}: write CertificateSigningRequests into it, and nothing else`);
  }
  return objects;
}

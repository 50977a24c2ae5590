import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { parseManifest } from '../../kube';
import { UsageError } from '../errors';
import type { Io } from '../io';
import { readFile } from '../up-options';

export interface ConformanceFlags {
  readonly signerName?: string;
  readonly kubeconfig?: string;
  readonly unsupported?: string;
  readonly unsignable?: string;
  readonly timeout: number;
  readonly settle: number;
  readonly startTimeout: number;
  readonly output: 'text' | 'json';
  readonly reportHtml?: string;
  readonly reportJunit?: string;
  readonly reportJson?: string;
}

export interface Settings {
  readonly signerName: string;
  /** The program to start, with its arguments; empty without one. */
  readonly command: readonly string[];
  readonly unsupported: Readonly<Record<string, string>>;
  readonly unsignable?: CertificateSigningRequest;
}

/** What a signer may do without. Who signs unasked, signs what is denied or signs another key is no signer at all. */
const OPTIONAL = ['subject', 'san', 'usages', 'duration', 'is-ca', 'failed', 'immutability'];
const SIGNER_NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/.+$/;

export const DEFAULT_SIGNER_NAME = 'issuers.cert-manager.io/sandbox.my-issuer';

/** Checks the flags before anything is started. */
export function settingsOf(command: readonly string[], flags: ConformanceFlags, io: Io): Settings {
  const { signerName, unsignable } = flags;
  if (signerName === undefined && (flags.kubeconfig !== undefined || command.length > 0)) {
    throw new UsageError('whose conformance? name the signer with --signer-name, such as issuers.cert-manager.io/sandbox.my-issuer');
  }
  if (signerName !== undefined && !SIGNER_NAME.test(signerName)) {
    throw new UsageError(`--signer-name ${signerName} is no signer name: write domain/path, such as ${DEFAULT_SIGNER_NAME}`);
  }
  if (flags.kubeconfig !== undefined) readFile(flags.kubeconfig, '--kubeconfig', io);
  return {
    signerName: signerName ?? DEFAULT_SIGNER_NAME,
    command,
    unsupported: Object.fromEntries(unsupportedNames(flags.unsupported ?? '').map((name) => [name, 'declared with --unsupported'])),
    ...(unsignable === undefined ? {} : { unsignable: onlyRequest(readFile(unsignable, '--unsignable', io), unsignable) }),
  };
}

function unsupportedNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => name !== '' && !OPTIONAL.includes(name));
  if (wrong !== undefined) throw new UsageError(`--unsupported ${wrong}: what a signer may do without is ${OPTIONAL.join(', ')}`);
  return names.filter((name) => name !== '');
}

function onlyRequest(text: string, file: string): CertificateSigningRequest {
  const [object, ...others] = parseManifest(text);
  if (object?.kind !== 'CertificateSigningRequest' || others.length > 0) {
    throw new UsageError(`--unsignable ${file}: write one CertificateSigningRequest into it`);
  }
  return object;
}

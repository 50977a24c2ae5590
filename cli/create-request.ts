import { createRequest } from '../signers';
import { clusterClient, type ClusterFlags } from './cluster';
import { ReportedError, messageOf } from './errors';
import type { Io } from './io';

export interface CreateFlags extends ClusterFlags {
  readonly fromCertificateFile?: string;
  readonly outputKeyFile?: string;
  readonly outputCertificateFile?: string;
  readonly fetchCertificate?: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/** `csrlab create certificatesigningrequest`: cmctl's command of that name, errors on standard output included. */
export async function createCertificateSigningRequest(names: readonly string[], flags: CreateFlags, io: Io): Promise<void> {
  const client = clusterClient(flags, io);
  const { files, crypto } = io;
  const { clock, random } = io.environment;
  const options = {
    names,
    fetch: flags.fetchCertificate ?? false,
    timeout: flags.timeout,
    certificateFile: flags.fromCertificateFile ?? '',
    keyFile: flags.outputKeyFile ?? '',
    outputFile: flags.outputCertificateFile ?? '',
  };
  try {
    await createRequest(options, { client, files, clock, random, crypto, print: (line) => io.out(`${line}\n`) });
  } catch (error) {
    io.out(`error: ${messageOf(error)}\n`);
    throw new ReportedError(messageOf(error), { cause: error });
  }
}

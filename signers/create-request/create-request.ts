import type { CryptoPort } from '../../base/env/crypto';
import type { Files } from '../../base/env/files';
import type { Clock, Random } from '../../base/env/ports';
import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import { sleep } from '../../kube/sleep';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { asError } from '../engine/outcome';
import { privateKeyPem } from '../engine/private-key-pem';
import { fromBase64 } from '../engine/secret-data';
import { buildRequest } from './build-request';
import { readCertificate } from './manifest';
import { checkOptions } from './options';
import type { CreateRequestOptions } from './options';
import { generateKey } from './private-key';
import { requestPem } from './request-pem';
import { buildSignerName } from './signer-name';
import { writeFile } from './write-file';

export interface CreateRequestTools {
  readonly client: KubeClient;
  readonly files: Files;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** Takes one line, without its newline. */
  readonly print: (line: string) => void;
}

const POLL = 1000;
const TIMEOUT = 300_000;

/**
 * What `cmctl create certificatesigningrequest` does, with its texts: makes a key and a request from a Certificate's manifest, creates
 * the request, and, when asked to, waits for the certificate. Rejects with an Error whose message follows `error: ` on the terminal. The
 * key's file is written before the cluster is asked for anything, so a failure leaves it behind; a refusal is not noticed while waiting.
 */
export async function createRequest(options: CreateRequestOptions, tools: CreateRequestTools): Promise<void> {
  const { client, files, random, crypto, print } = tools;
  const name = checkOptions(options);
  const given = readCertificate(files, options.certificateFile ?? '');
  const { spec = {}, metadata = {} } = given;
  const certificate = { ...given, metadata: { ...metadata, namespace: metadata.namespace ?? 'default' } };
  const key = within('error when generating new private key for CertificateSigningRequest', () => generateKey(spec, random, crypto));
  const encoding = spec.privateKey?.encoding === 'PKCS8' ? 'PKCS8' : 'PKCS1';
  const keyFile = orElse(options.keyFile, `${name}.key`);
  within('error when writing private key to file', () => writeFile(files, keyFile, privateKeyPem(key, encoding)));
  print(`Private key written to file ${keyFile}`);
  const signerName = await buildSignerName(client, certificate).catch(wrapped('failed to build signerName from Certificate'));
  const request = within('error when building CertificateSigningRequest', () =>
    buildRequest(certificate, { name, signerName, pem: requestPem(spec, key, crypto) }),
  );
  await client
    .create(Resources.certificateSigningRequests, request)
    .catch(wrapped<CertificateSigningRequest>('error creating CertificateSigningRequest'));
  print(`CertificateSigningRequest ${name} has been created`);
  if (options.fetch === true) await fetchCertificate(name, options, tools);
}

async function fetchCertificate(name: string, options: CreateRequestOptions, tools: CreateRequestTools): Promise<void> {
  const { files, print } = tools;
  print(`CertificateSigningRequest ${name} has not been signed yet. Wait until it is signed...`);
  const encoded = await poll(name, options.timeout ?? TIMEOUT, tools).catch(
    wrapped('error when waiting for CertificateSigningRequest to be signed'),
  );
  print(`CertificateSigningRequest ${name} has been signed`);
  const file = orElse(options.outputFile, `${name}.crt`);
  // cmctl says it twice.
  const pem = new TextDecoder().decode(fromBase64(encoded));
  const what = 'error when writing certificate to file';
  within(what, () => within(what, () => writeFile(files, file, pem)));
  print(`Certificate written to file ${file}`);
}

/** status.certificate, looked for every second, first after one. */
async function poll(name: string, timeout: number, { client, clock }: CreateRequestTools): Promise<string> {
  const deadline = clock.now() + timeout;
  for (;;) {
    const left = deadline - clock.now();
    await sleep(clock, Math.min(POLL, Math.max(0, left)));
    if (left <= POLL) throw new Error('context deadline exceeded');
    const request = await client.get<CertificateSigningRequest>(Resources.certificateSigningRequests, name);
    const certificate = request.status?.certificate ?? '';
    if (certificate !== '') return certificate;
  }
}

function orElse(value: string | undefined, fallback: string): string {
  return value === undefined || value === '' ? fallback : value;
}

function within<T>(what: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    return wrapped<T>(what)(error);
  }
}

function wrapped<T = string>(what: string): (error: unknown) => T {
  return (error) => {
    throw new Error(`${what}: ${asError(error).message}`, { cause: error });
  };
}

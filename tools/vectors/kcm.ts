import { parseDuration } from '../../base/go';
import {
  decodePem,
  grantedDuration,
  isClusterSigner,
  loadClusterAuthority,
  parseCertificate,
  parseCertificateRequest,
  PkiError,
  signClusterRequest,
  signerRefusal,
  type Certificate,
} from '../../pki';
import { sameCertificate } from './certificates';
import {
  bytes,
  crypto,
  nanoseconds,
  optionalNumber,
  record,
  recordedRandom,
  same,
  text,
  texts,
  utf8,
  type Check,
  type Vector,
} from './check';

/** Does what the controller does, with the parts it is made of. */
export const checkKcm: Check = (vector, files) => {
  const expected = record(vector.expected);
  const found = answer(vector, record(record(files('cas'))[text(vector.ca)]));
  if (found.certificate === undefined) return same(withoutCertificate(found), withoutTimes(expected));
  if (expected.tbs === undefined) return `\n  found a certificate, expected ${JSON.stringify(expected)}`;
  return sameCertificate(found.certificate, expected, found.issuerKey ?? new Uint8Array(0));
};

interface Answer {
  readonly certificate?: Certificate;
  readonly issuerKey?: Uint8Array;
  readonly startError?: string;
  readonly retryError?: string;
  readonly failed?: string;
  readonly ignored?: boolean;
}

function withoutCertificate({ startError, retryError, failed, ignored }: Answer): Vector {
  return { startError, retryError, failed, ignored };
}

function withoutTimes({ startError, retryError, failed, ignored }: Vector): Vector {
  return { startError, retryError, failed: failed === undefined ? undefined : record(failed).message, ignored };
}

function answer(vector: Vector, secret: Vector): Answer {
  const signerName = text(vector.signerName);
  if (!isClusterSigner(signerName)) return { startError: `unrecognized signerName: "${signerName}"` };
  const file = (path: string, content: unknown): { path: string; content: Uint8Array } => ({ path, content: utf8(content) });
  const authority = attempt(() => loadClusterAuthority(file('CERTFILE', secret['tls.crt']), file('KEYFILE', secret['tls.key']), crypto));
  if (typeof authority === 'string') return { startError: authority };
  const conditions = texts(vector.conditions);
  if (!conditions.includes('Approved') || conditions.includes('Denied') || conditions.includes('Failed')) return { ignored: true };
  const csr = record(vector.csr);
  const pem = csr.requestBase64 === undefined ? utf8(csr.request) : bytes(csr.requestBase64);
  const request = attempt(() => parseRequest(pem));
  if (typeof request === 'string') return { retryError: `unable to parse csr "csr-name": ${request}` };
  const usages = texts(csr.usages);
  const failed = signerRefusal(signerName, request, usages);
  if (failed !== undefined) return { failed };
  const duration = grantedDuration(optionalNumber(csr.expirationSeconds), parseDuration(text(vector.clusterSigningDuration)));
  const policy = { usages, now: nanoseconds(vector.clock), duration };
  const der = attempt(() => signClusterRequest(request, policy, authority, { random: recordedRandom(vector.random), crypto }));
  if (typeof der === 'string') return { retryError: `error auto signing csr: ${der}` };
  const { publicKey } = authority.key;
  return { certificate: parseCertificate(der), issuerKey: publicKey.kind === 'DSA' ? new Uint8Array(0) : publicKey.spki };
}

function parseRequest(pem: Uint8Array): ReturnType<typeof parseCertificateRequest> {
  const block = decodePem(pem)?.block;
  if (block?.type !== 'CERTIFICATE REQUEST') throw new PkiError('PEM block type must be CERTIFICATE REQUEST');
  return parseCertificateRequest(block.bytes);
}

function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof PkiError) return error.message;
    throw error;
  }
}

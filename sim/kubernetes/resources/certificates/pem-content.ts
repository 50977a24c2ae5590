import { goQuote } from '../../../../base/go';
import type { X509Reader } from './x509-reader';

/** Why these bytes are no certificate request, in Go's words. Only the first PEM block counts. */
export function requestFault(request: Uint8Array, x509: X509Reader): string | undefined {
  const block = x509.decodePem(request)?.block;
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  return faultOf(() => {
    x509.checkRequest(block.bytes);
    return undefined;
  });
}

/** Why these bytes cannot be status.certificate. Text around the blocks is no fault. */
export function certificateFault(certificate: Uint8Array, x509: X509Reader): string | undefined {
  if (certificate.length === 0) return undefined;
  let found = x509.decodePem(certificate);
  if (found === undefined) return 'must contain at least one CERTIFICATE PEM block';
  while (found !== undefined) {
    const { block } = found;
    if (block.type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${goQuote(block.type)}`;
    if (block.headers.size > 0) return 'no PEM block headers are permitted';
    const fault = faultOf(() => {
      return x509.countCertificates(block.bytes) === 0 ? 'found CERTIFICATE PEM block containing 0 certificates' : undefined;
    });
    if (fault !== undefined) return fault;
    found = x509.decodePem(found.rest);
  }
  return undefined;
}

function faultOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
}

import { parseCertificate } from '../../pki/certificate/parse-certificate';
import { decodeAllPem } from '../../pki/pem/decode';
import type { PemBlock } from '../../pki/pem/decode';
import { fromBase64 } from '../engine/secret-data';

/** What is wrong with a base64-encoded bundle: like Go's certificate pool it takes what it can read and asks for one at least. */
export function bundleProblem(bundle: string): string | undefined {
  return decodeAllPem(fromBase64(bundle)).some(isCertificate) ? undefined : "cert bundle didn't contain any valid certificates";
}

function isCertificate({ type, headers, bytes }: PemBlock): boolean {
  if (type !== 'CERTIFICATE' || headers.size > 0) return false;
  try {
    parseCertificate(bytes);
    return true;
  } catch {
    return false;
  }
}

import { formatIp } from '../../base/go/address';
import { goQuote } from '../../base/go';
import type { CertificateRequest } from '../../pki';

const RULE =
  'The CSR PEM requests a commonName that is not present in the list of dnsNames or ipAddresses. If a commonName is set, ACME requires ' +
  'that the value is also present in the list of dnsNames or ipAddresses';

/** Why ACME cannot order a certificate for the request's common name; undefined when it can. */
export function commonNameProblem(request: CertificateRequest): string | undefined {
  const { commonName } = request.subject;
  const addresses = request.ipAddresses.map(formatIp);
  if (commonName === '' || request.dnsNames.includes(commonName) || addresses.includes(commonName)) return undefined;
  return `${RULE}: ${goQuote(commonName)} does not exist in [${request.dnsNames.join(' ')}] or [${addresses.join(' ')}]`;
}

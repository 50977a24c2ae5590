import { parseAddress } from '../../../../base/go/address';
import { parseCertificate, type Certificate } from '../../../../pki';
import { equalBytes } from '../../../../pki/bytes';
import { octetString } from '../../../../pki/der/writer';
import { addressOf, ValidationFailure, type Probe, type Validator } from './probe';

/** RFC 8737 section 3. */
const ACME_IDENTIFIER = '1.3.6.1.5.5.7.1.31';

export const validateTlsAlpn01: Validator = async (probe) => {
  const { options, identifier } = probe;
  const { tlsAlpn, tlsPort: port = 443 } = options;
  if (tlsAlpn === undefined) throw new ValidationFailure('tls', 'this authority does not dial TLS');
  const host = await addressOf(probe);
  const serverName = identifier.type === 'ip' ? reverseName(identifier.value) : identifier.value;
  const der = await tlsAlpn({ host, port, serverName }).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    throw new ValidationFailure('connection', `Failed to connect to ${host}:${port} for the tls-alpn-01 challenge: ${text}`);
  });
  check(parsed(der), probe);
};

function check(certificate: Certificate, { options, identifier, keyAuthorization }: Probe): void {
  const wrong = (what: string): ValidationFailure =>
    new ValidationFailure('unauthorized', `Incorrect validation certificate for tls-alpn-01 challenge: ${what}`);
  const { dnsNames, ipAddresses } = certificate;
  const named =
    identifier.type === 'dns'
      ? dnsNames.length === 1 && ipAddresses.length === 0 && dnsNames[0]?.toLowerCase() === identifier.value
      : dnsNames.length === 0 &&
        ipAddresses.length === 1 &&
        equalBytes(ipAddresses[0] ?? Uint8Array.of(), parseAddress(identifier.value).octets);
  if (!named) throw wrong(`it must be for "${identifier.value}" alone`);
  const extension = certificate.extensions.find(({ oid }) => oid === ACME_IDENTIFIER);
  if (extension === undefined) throw wrong('missing acmeValidationV1 extension');
  if (!extension.critical) throw wrong('acmeValidationV1 extension not critical');
  const expected = octetString(options.crypto.digest('SHA-256', new TextEncoder().encode(keyAuthorization)));
  if (!equalBytes(extension.value, expected)) throw wrong('acmeValidationV1 extension value does not match the key authorization');
}

function parsed(der: Uint8Array): Certificate {
  try {
    return parseCertificate(der);
  } catch (error) {
    throw new ValidationFailure('tls', `tls-alpn-01 certificate does not parse: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// RFC 8738 section 6: the server name of an address is its reverse lookup name.
function reverseName(address: string): string {
  const { octets } = parseAddress(address);
  if (octets.length === 4) return `${[...octets].reverse().join('.')}.in-addr.arpa`;
  const nibbles = [...octets].flatMap((octet) => [octet >> 4, octet & 15]).reverse();
  return `${nibbles.map((nibble) => nibble.toString(16)).join('.')}.ip6.arpa`;
}

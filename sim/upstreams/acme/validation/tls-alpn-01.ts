import { NetworkError } from '../../../../base/env/network-error';
import { parseAddress, urlHost } from '../../../../base/go/address';
import { parseCertificate, type Certificate } from '../../../../pki';
import { equalBytes } from '../../../../pki/bytes';
import { octetString } from '../../../../pki/der/writer';
import { EXTENSION } from '../../../../pki/extension/extension';
import { encodeSubjectAltNames, NO_NAMES } from '../../../../pki/extension/san';
import { addressOf, ValidationFailure, type Probe, type Validator } from './probe';

/** RFC 8737 section 3. */
const ACME_IDENTIFIER = '1.3.6.1.5.5.7.1.31';
const PROTOCOL = 'acme-tls/1';
const TIME_LIMIT = 15_000;

/** RFC 8737 section 3: a handshake for the name alone, and a certificate that says nothing but the answer. */
export const validateTlsAlpn01: Validator = async (probe) => {
  const { options, identifier } = probe;
  const { network, tlsPort: port = 443 } = options;
  const host = await addressOf(probe);
  const serverName = identifier.type === 'ip' ? reverseName(identifier.value) : identifier.value;
  const peer = await network.dialTls?.({ host, port, serverName, protocols: [PROTOCOL], timeout: TIME_LIMIT }).catch((error: unknown) => {
    const type = error instanceof NetworkError && error.failure === 'tls' ? 'tls' : 'connection';
    const text = error instanceof Error ? error.message : String(error);
    throw new ValidationFailure(type, `Failed to connect to ${urlHost(host)}:${port} for the tls-alpn-01 challenge: ${text}`);
  });
  if (peer === undefined) throw new ValidationFailure('tls', 'this authority does not dial TLS');
  if (peer.protocol !== PROTOCOL) {
    throw new ValidationFailure('unauthorized', `Cannot negotiate ALPN protocol "${PROTOCOL}" for tls-alpn-01 challenge`);
  }
  check(parsed(peer.certificate), probe);
};

function check(certificate: Certificate, { options, identifier, keyAuthorization }: Probe): void {
  const wrong = (what: string): ValidationFailure =>
    new ValidationFailure('unauthorized', `Incorrect validation certificate for tls-alpn-01 challenge: ${what}`);
  if (!isNamedAlone(certificate, identifier)) throw wrong(`it must be for "${identifier.value}" alone`);
  const extension = certificate.extensions.find(({ oid }) => oid === ACME_IDENTIFIER);
  if (extension === undefined) throw wrong('missing acmeValidationV1 extension');
  if (!extension.critical) throw wrong('acmeValidationV1 extension not critical');
  const expected = octetString(options.crypto.digest('SHA-256', new TextEncoder().encode(keyAuthorization)));
  if (!equalBytes(extension.value, expected)) throw wrong('acmeValidationV1 extension value does not match the key authorization');
}

/** One name and nothing beside it, names of kinds that nobody here knows included. */
function isNamedAlone({ dnsNames, ipAddresses, extensions }: Certificate, { type, value }: Probe['identifier']): boolean {
  const names = extensions.find(({ oid }) => oid === EXTENSION.subjectAltName)?.value ?? new Uint8Array(0);
  const only = { ...NO_NAMES, ...(type === 'dns' ? { dnsNames: dnsNames.slice(0, 1) } : { ipAddresses: ipAddresses.slice(0, 1) }) };
  if (!equalBytes(names, encodeSubjectAltNames(only))) return false;
  if (type === 'dns') return dnsNames[0]?.toLowerCase() === value;
  return equalBytes(ipAddresses[0] ?? new Uint8Array(0), parseAddress(value).octets);
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

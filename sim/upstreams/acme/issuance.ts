import { encodeBase64Url } from '../../../base/base64url';
import { parseAddress } from '../../../base/go/address';
import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random, RandomStream } from '../../../base/env/ports';
import {
  createCertificate,
  createSelfSignedCertificate,
  encodePem,
  generateSigningKey,
  parseCertificate,
  signCertificate,
  type Authority as Signer,
  type CertificateRequest,
} from '../../../pki';
import { toOctets } from '../../../pki/big';
import { randomSerial } from '../../../pki/certificate/serial';
import { EXT_KEY_USAGE } from '../../../pki/extension/ext-key-usage';
import { KEY_USAGE } from '../../../pki/extension/key-usage';
import { encodeName } from '../../../pki/name/encode-name';
import { certificateId, type Identifier, type IssuedCertificate } from './model';

export interface Issuance {
  /** PEM of each root. */
  readonly roots: readonly string[];
  /** PEM of the chain's intermediates below each root, the leaf's issuer first. */
  readonly intermediates: readonly string[];
  issue(request: CertificateRequest, order: IssuanceOrder): Omit<IssuedCertificate, 'account'>;
}

/** Times in seconds since 1970. */
export interface IssuanceOrder {
  readonly identifiers: readonly Identifier[];
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface IssuanceOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** Chains there are, at least 1. */
  readonly chains: number;
  /** Intermediates of each. */
  readonly chainLength: number;
}

const P256 = { kind: 'ECDSA', curve: 'P-256' } as const;
const YEAR = 365 * 24 * 3600;
// What a name is made of when there are no letters left.
const LONGEST_COMMON_NAME = 64;

/** Roots, and intermediates that all of them have signed: a leaf has one chain to each root. */
export function createIssuance(options: IssuanceOptions): Issuance {
  const { random, crypto, chains, chainLength } = options;
  const draws = random.stream('acme-authority');
  const validity = validityOf(options.clock);
  const tools = { random: draws, crypto };
  const roots = Array.from({ length: chains }, (_, i) => createRoot(i, validity, tools));
  const [firstRoot] = roots;
  if (firstRoot === undefined) throw new RangeError(`an ACME authority needs at least one root, not ${chains}`);
  const links = Array.from({ length: chainLength }, (_, i) => ({
    subject: named(`csrlab ACME test intermediate ${shortId(draws)}${i === 0 ? '' : ` level ${i + 1}`}`),
    key: generateSigningKey(P256, draws, crypto),
  }));
  const below = (root: Signer): readonly Uint8Array[] => {
    const made: Uint8Array[] = [];
    let above = root;
    for (const { subject, key } of links) {
      const der = signCertificate({ subject, ...validity }, key.publicKey, above, tools);
      made.unshift(der);
      above = { certificate: parseCertificate(der), key };
    }
    return made;
  };
  const chainDers = roots.map(({ signer }) => below(signer));
  const [lowest] = chainDers[0] ?? [];
  const issuer: Signer =
    lowest === undefined ? firstRoot.signer : { certificate: parseCertificate(lowest), key: (links.at(-1) ?? firstRoot.signer).key };
  const chainPems = chainDers.map((chain) => chain.map((der) => encodePem('CERTIFICATE', der)).join(''));
  return {
    roots: roots.map(({ der }) => encodePem('CERTIFICATE', der)),
    intermediates: chainPems,
    issue(request, order) {
      const der = signLeaf({ request, order, issuer, tools });
      const certificate = parseCertificate(der);
      const leaf = encodePem('CERTIFICATE', der);
      const serial = serialOctets(certificate.serialNumber);
      return {
        id: certificateId(certificate.serialNumber),
        ...{ der, certificate, identifiers: order.identifiers },
        chains: chainPems.map((chain) => leaf + chain),
        certId: `${encodeBase64Url(certificate.authorityKeyId ?? new Uint8Array(0))}.${encodeBase64Url(serial)}`,
      };
    },
  };
}

interface Tools {
  readonly random: RandomStream;
  readonly crypto: CryptoPort;
}

interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

function validityOf(clock: Clock): Validity {
  const now = Math.floor(clock.now() / 1000);
  return { notBefore: now - 3600, notAfter: now + 30 * YEAR };
}

function createRoot(index: number, validity: Validity, tools: Tools): { readonly der: Uint8Array; readonly signer: Signer } {
  const key = generateSigningKey(P256, tools.random, tools.crypto);
  const subject = named(`csrlab ACME test root ${shortId(tools.random)}${index === 0 ? '' : ` alternate ${index}`}`);
  const der = createSelfSignedCertificate({ subject, ...validity }, key, tools);
  return { der, signer: { certificate: parseCertificate(der), key } };
}

function named(commonName: string): { readonly commonName: string; readonly organization: string[] } {
  return { commonName, organization: ['csrlab test authority: do not trust'] };
}

function shortId(random: RandomStream): string {
  return random.integer(0x1000000).toString(16).padStart(6, '0');
}

interface Leaf {
  readonly request: CertificateRequest;
  readonly order: IssuanceOrder;
  readonly issuer: Signer;
  readonly tools: Tools;
}

/** Of the request only the key is taken, and a common name that was ordered; names and validity are the order's. */
function signLeaf({ request, order, issuer, tools }: Leaf): Uint8Array {
  const { notBefore, notAfter } = order;
  const dnsNames = order.identifiers.filter(({ type }) => type === 'dns').map(({ value }) => value);
  const ipAddresses = order.identifiers.filter(({ type }) => type === 'ip').map(({ value }) => parseAddress(value).octets);
  const asked = request.subject.commonName.toLowerCase();
  const commonName = asked.length <= LONGEST_COMMON_NAME && asked !== '' ? { commonName: asked } : {};
  const template = {
    ...{ serialNumber: randomSerial(tools.random), rawSubject: encodeName(commonName), notBefore, notAfter },
    publicKey: request.publicKey,
    keyUsage: KEY_USAGE.digitalSignature | (request.publicKey?.kind === 'RSA' ? KEY_USAGE.keyEncipherment : 0),
    extKeyUsage: [EXT_KEY_USAGE.serverAuth],
    basicConstraints: { isCa: false },
    subjectAltNames: { dnsNames, ipAddresses, emailAddresses: [], uris: [] },
  };
  return createCertificate(template, issuer.certificate, issuer.key, tools.crypto);
}

/** The content of the INTEGER, as RFC 9773 section 4.1 wants it. */
function serialOctets(serial: bigint): Uint8Array {
  const octets = toOctets(serial);
  return (octets[0] ?? 0) >= 0x80 ? Uint8Array.of(0, ...octets) : octets;
}

import { verify } from 'node:crypto';
import {
  decodeAllPem,
  parseCertificateChain,
  PkiError,
  readSigningKey,
  readSigningKeyPair,
  sameKey,
  selfSignTemplate,
  signTemplate,
  templateFromRequest,
  toHex,
  type Certificate,
} from '../../pki';
import { requestedDuration } from '../../signers/engine/duration';
import {
  bytes,
  crypto,
  list,
  nanoseconds,
  optionalNumber,
  optionalText,
  record,
  recordedRandom,
  refusalOf,
  same,
  sameText,
  text,
  texts,
  utf8,
  type Check,
  type Vector,
} from './check';

/** What a certificate vector expects of the one issued. Signatures that are random are verified instead. */
export function sameCertificate(found: Certificate, expected: Vector, issuerKey: Uint8Array): string | undefined {
  const difference = sameText(toHex(found.rawTbs), text(expected.tbs));
  if (difference !== undefined) return difference;
  const whole = optionalText(expected.certificate);
  if (whole !== undefined) return sameText(toHex(found.raw), whole);
  const key = { key: Buffer.from(issuerKey), format: 'der', type: 'spki' } as const;
  const hash = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' }[String(found.signatureAlgorithm?.scheme?.hash)];
  return verify(hash, found.rawTbs, key, found.signature) ? undefined : 'the signature does not verify';
}

export const checkTemplate: Check = (vector, files) => {
  const expected = record(vector.expected);
  let issued: { leaf: Certificate; names: readonly string[] } | undefined;
  const refused = refusalOf(() => {
    issued = vector.mode === 'selfsigned' ? selfSigned(vector) : signed(vector, record(record(files('cas'))[text(vector.ca)]));
  });
  const message = optionalText(expected.error);
  if (issued === undefined || message !== undefined) return sameText(refused, message);
  return sameCertificate(issued.leaf, expected, issuerSpki(vector, files)) ?? same(issued.names, expected.chain ?? ['leaf']);
};

function requested(vector: Vector): Parameters<typeof templateFromRequest>[0] {
  const csr = record(vector.csr);
  const annotations = Object.fromEntries(Object.entries(record(csr.annotations)).map(([name, value]) => [name, text(value)]));
  const pem = csr.requestBase64 === undefined ? utf8(csr.request) : bytes(csr.requestBase64);
  const isCa = annotations['experimental.cert-manager.io/request-is-ca'] === 'true';
  const expirationSeconds = optionalNumber(csr.expirationSeconds);
  const duration = durationOf({ metadata: { annotations }, spec: expirationSeconds === undefined ? {} : { expirationSeconds } });
  return { pem, usages: texts(csr.usages), isCa, now: nanoseconds(vector.clock), duration };
}

// The ladder asks for the duration before it signs; here its refusal belongs to the template.
function durationOf(request: Parameters<typeof requestedDuration>[0]): bigint {
  try {
    return requestedDuration(request);
  } catch (error) {
    throw new PkiError(error instanceof Error ? error.message : String(error));
  }
}

function signed(vector: Vector, secret: Vector): { leaf: Certificate; names: readonly string[] } {
  const data = Object.fromEntries(
    ['tls.key', 'tls.crt', 'ca.crt'].map((name) => [name, secret[name] === undefined ? undefined : utf8(secret[name])]),
  );
  const pair = readSigningKeyPair({ name: 'ns/ca', data }, crypto);
  const template = { ...templateFromRequest(requested(vector), crypto), ...issuerUrls(vector) };
  const tools = { random: recordedRandom(vector.random), crypto };
  const { chain, certificate } = signTemplate(template, pair, tools);
  return { leaf: certificate, names: chain.map((member) => blockName(member, certificate, data)) };
}

function blockName(member: Certificate, leaf: Certificate, data: Readonly<Record<string, Uint8Array | undefined>>): string {
  if (toHex(member.raw) === toHex(leaf.raw)) return 'leaf';
  for (const file of ['tls.crt', 'ca.crt']) {
    const index = decodeAllPem(data[file] ?? new Uint8Array(0)).findIndex((block) => toHex(block.bytes) === toHex(member.raw));
    if (index >= 0) return `${file}#${index}`;
  }
  return 'unknown';
}

function issuerUrls(vector: Vector): object {
  const issuer = record(vector.issuer);
  return {
    crlDistributionPoints: texts(issuer.crlDistributionPoints),
    ocspServers: texts(issuer.ocspServers),
    issuingCertificateUrls: texts(issuer.issuingCertificateURLs),
  };
}

const MISMATCH = 'Referenced private key in Secret does not match that in the request';

function selfSigned(vector: Vector): { leaf: Certificate; names: readonly string[] } {
  const key = readSigningKey({ name: 'ns/ca', data: { 'tls.key': utf8(vector.privateKey) } }, crypto);
  const template = templateFromRequest(requested(vector), crypto);
  if (template.publicKey === undefined || !sameKey(key.publicKey, template.publicKey)) throw new PkiError(MISMATCH);
  const crlDistributionPoints = texts(record(vector.issuer).crlDistributionPoints);
  const tools = { random: recordedRandom(vector.random), crypto };
  return { leaf: selfSignTemplate({ ...template, crlDistributionPoints }, key, tools), names: ['leaf'] };
}

function issuerSpki(vector: Vector, files: Parameters<Check>[1]): Uint8Array {
  const secret = record(record(files('cas'))[text(vector.ca)]);
  const pem = vector.mode === 'selfsigned' ? utf8(vector.privateKey) : utf8(secret['tls.key']);
  const { publicKey } = readSigningKey({ name: 'ns/ca', data: { 'tls.key': pem } }, crypto);
  return publicKey.kind === 'DSA' ? new Uint8Array(0) : publicKey.spki;
}

export const checkChain: Check = (vector) => {
  const expected = record(vector.expected);
  const pem = vector.pemBase64 === undefined ? utf8(vector.pem) : bytes(vector.pemBase64);
  let found: unknown;
  const refused = refusalOf(() => {
    const blocks = decodeAllPem(pem).map((block) => toHex(block.bytes));
    const { chain, ca } = parseCertificateChain(pem, crypto);
    const index = (certificate: Certificate): number => blocks.indexOf(toHex(certificate.raw));
    found = { chain: chain.map(index), ca: ca === undefined ? null : index(ca) };
  });
  return sameText(refused, optionalText(expected.error)) ?? (refused === undefined ? same(found, expected) : undefined);
};

export const checkKeyPair: Check = (vector) => {
  const expected = record(vector.expected);
  if (vector.secretMissing === true) return undefined;
  const data = Object.fromEntries(Object.entries(record(vector.data)).map(([name, content]) => [name, bytes(content)]));
  const secret = { name: 'test-ns/test-secret', data };
  let found: Vector = {};
  const refused = refusalOf(() => {
    const pair =
      vector.function === 'SecretTLSKey' ? { key: readSigningKey(secret, crypto), certificates: [] } : readSigningKeyPair(secret, crypto);
    const { publicKey } = pair.key;
    found = {
      publicKeySpki: publicKey.kind === 'DSA' ? '' : toHex(publicKey.spki),
      certificates: pair.certificates.map(({ raw }) => toHex(raw)),
    };
  });
  if (refused !== undefined || expected.error !== undefined) return sameText(refused, optionalText(expected.error));
  return sameText(text(found.publicKeySpki), text(expected.publicKeySpki)) ?? same(found.certificates, list(expected.certificates));
};

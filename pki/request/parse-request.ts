import { algorithmIdentifier } from '../algorithm/identifier';
import { signatureAlgorithmOf } from '../algorithm/signature-algorithm';
import { rightAlign } from '../asn1/primitives';
import { bitStringType, int, oidType, raw, sequenceOf, setOfType, struct, unmarshal } from '../asn1/types';
import type { Element } from '../asn1/cursor';
import { PkiError, syntaxError } from '../error';
import { EXTENSION, extensionType, type Extension } from '../extension/extension';
import { NO_NAMES, parseSubjectAltNames, type SubjectAltNames } from '../extension/san';
import { keyKindOf, parsePublicKey } from '../key/public-key';
import { publicKeyInfo } from '../key/public-key-info';
import { nameOf, type Name } from '../name/name';
import { rdnSequence } from '../name/parse-name';
import type { SignedSubject } from '../signed-subject';

/** PKCS #10 (RFC 2986) as Go reads it. */
export interface CertificateRequest extends SignedSubject, SubjectAltNames {
  readonly raw: Uint8Array;
  /** What is signed: the whole CertificationRequestInfo. */
  readonly info: Uint8Array;
  readonly version: bigint;
  /** Types of all attributes that can be read as such. */
  readonly attributeTypes: readonly string[];
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

const requestInfo = struct('tbsCertificateRequest', (fields, full) => ({
  full,
  version: fields.required(int),
  subject: fields.required(raw),
  publicKey: fields.required(publicKeyInfo),
  attributes: fields.required(sequenceOf(raw), { tag: 0 }),
}));

const request = struct('certificateRequest', (fields, full) => ({
  full,
  info: fields.required(requestInfo),
  signatureAlgorithm: fields.required(algorithmIdentifier),
  signature: fields.required(bitStringType),
}));

const attribute = struct('pkcs10Attribute', (fields) => ({
  type: fields.required(oidType),
  values: fields.required(setOfType(raw)),
}));

const extensionList = sequenceOf(extensionType);

/** x509.ParseCertificateRequest. Throws PkiError with Go's text. */
export function parseCertificateRequest(der: Uint8Array): CertificateRequest {
  const { value, rest } = unmarshal(request, der);
  if (rest.length > 0) throw syntaxError('trailing data');
  const { info, signatureAlgorithm, signature } = value;
  const { algorithm, key, full } = info.publicKey;
  const publicKey = parsePublicKey(algorithm, key);
  const subject = parseSubject(info.subject.full);
  const attributes = info.attributes.flatMap(readAttribute);
  const extensions = requestedExtensions(attributes);
  const names = alternativeNames(extensions);
  return {
    dnsNames: names.dnsNames,
    emailAddresses: names.emailAddresses,
    ipAddresses: names.ipAddresses,
    uris: names.uris,
    raw: value.full,
    info: info.full,
    version: info.version,
    rawSubject: info.subject.full,
    subject,
    rawPublicKeyInfo: full,
    publicKeyKind: keyKindOf(algorithm.oid),
    publicKey,
    publicKeyAlgorithm: algorithm,
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm.oid, signatureAlgorithm.parameters),
    signatureAlgorithmOid: signatureAlgorithm.oid,
    signature: rightAlign(signature),
    extensions,
    attributeTypes: attributes.map(({ type }) => type),
  };
}

function parseSubject(element: Uint8Array): Name {
  const { value, rest } = unmarshal(rdnSequence, element);
  if (rest.length > 0) throw new PkiError('x509: trailing data after X.509 Subject');
  return nameOf(value);
}

interface Attribute {
  readonly type: string;
  readonly values: readonly Element[];
}

// An attribute that is none, or has no value, is passed over.
function readAttribute(element: Element): Attribute[] {
  try {
    const { value, rest } = unmarshal(attribute, element.full);
    return rest.length === 0 && value.values.length > 0 ? [value] : [];
  } catch (error) {
    if (error instanceof PkiError) return [];
    throw error;
  }
}

// Only the first value of each extension request counts.
function requestedExtensions(attributes: readonly Attribute[]): readonly Extension[] {
  const extensions: Extension[] = [];
  const seen = new Set<string>();
  for (const { type, values } of attributes) {
    const [first] = values;
    if (type !== EXTENSION_REQUEST || first === undefined) continue;
    const requested = unmarshal(extensionList, first.full).value;
    for (const { oid } of requested) {
      if (seen.has(oid)) throw new PkiError('x509: certificate request contains duplicate requested extensions');
      seen.add(oid);
    }
    extensions.push(...requested);
  }
  return extensions;
}

function alternativeNames(extensions: readonly Extension[]): SubjectAltNames {
  const extension = extensions.find(({ oid }) => oid === EXTENSION.subjectAltName);
  return extension === undefined ? NO_NAMES : parseSubjectAltNames(extension.value);
}

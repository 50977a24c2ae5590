import type { CryptoPort } from '../../base/env/crypto';
import type { SignatureAlgorithm } from '../algorithm/signature-algorithm';
import { contextConstructed } from '../der/tags';
import { bitString, objectIdentifier, sequence, smallInteger, tlv } from '../der/writer';
import { TAG } from '../der/tags';
import { defaultAlgorithm, signTbs } from '../certificate/create-certificate';
import { PkiError } from '../error';
import { encodeExtension, EXTENSION, type Extension } from '../extension/extension';
import { encodeSubjectAltNames, hasNames, NO_NAMES, type SubjectAltNames } from '../extension/san';
import type { SigningKey } from '../key/signing-key';
import { encodeName } from '../name/encode-name';
import type { NameParts } from '../name/name';

/** What a request is made from. */
export interface RequestTemplate extends Partial<SubjectAltNames> {
  /** @default the empty name */
  readonly subject?: NameParts;
  /** Written as it is, in place of `subject`. */
  readonly rawSubject?: Uint8Array;
  /** Written behind the names, which give way to a subjectAltName here. */
  readonly extensions?: readonly Extension[];
  /** @default what Go takes for the key */
  readonly signatureAlgorithm?: SignatureAlgorithm;
}

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** x509.CreateCertificateRequest: DER. */
export function createCertificateRequest(template: RequestTemplate, key: SigningKey, crypto: CryptoPort): Uint8Array {
  const { publicKey } = key;
  if (publicKey.kind === 'DSA') throw new PkiError('x509: only RSA, ECDSA and Ed25519 keys supported');
  const extensions = requestedExtensions(template);
  const attributes = extensions.length === 0 ? [] : [extensionRequest(extensions)];
  const info = sequence(
    smallInteger(0),
    template.rawSubject ?? encodeName(template.subject ?? {}),
    publicKey.spki,
    tlv(contextConstructed(0), ...attributes),
  );
  const algorithm = template.signatureAlgorithm ?? defaultAlgorithm(publicKey);
  if (algorithm.keyKind !== publicKey.kind) throw new PkiError('x509: requested SignatureAlgorithm does not match private key type');
  return sequence(info, algorithm.identifier, bitString(signTbs(info, { key, algorithm, crypto })));
}

function requestedExtensions(template: RequestTemplate): readonly Extension[] {
  const { extensions = [] } = template;
  const names: SubjectAltNames = { ...NO_NAMES, ...template };
  const given = extensions.some(({ oid }) => oid === EXTENSION.subjectAltName);
  if (given || !hasNames(names)) return extensions;
  return [{ oid: EXTENSION.subjectAltName, critical: false, value: encodeSubjectAltNames(names) }, ...extensions];
}

function extensionRequest(extensions: readonly Extension[]): Uint8Array {
  return sequence(objectIdentifier(EXTENSION_REQUEST), tlv(TAG.set, sequence(...extensions.map(encodeExtension))));
}

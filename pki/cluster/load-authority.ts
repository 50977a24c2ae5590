import type { CryptoPort } from '../../base/env/crypto';
import { parseCertificate, type Certificate } from '../certificate/parse-certificate';
import { sameKey } from '../certificate/create-certificate';
import { PkiError } from '../error';
import { parseEcPrivateKey, parsePkcs8PrivateKey, parseRsaPrivateKey } from '../key/private-key';
import type { SigningKey } from '../key/signing-key';
import { decodeAllPem, type PemBlock } from '../pem/decode';
import { within } from '../signing/size-limits';
import type { ClusterAuthority } from './sign-request';

/** A file the controller is started with. */
export interface PemFile {
  /** As in `--cluster-signing-cert-file`. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** Reads the pair a cluster signs with. Throws PkiError with the text on which the controller does not start. */
export function loadClusterAuthority(certificate: PemFile, key: PemFile, crypto: CryptoPort): ClusterAuthority {
  const quoted = JSON.stringify(certificate.path);
  const name = `csr-controller::${certificate.path}::${key.path}`;
  within(`error reading CA cert file ${quoted}`, () => checkPair(name, { certificate, key }, crypto));
  const named = `error reading CA cert file ${JSON.stringify(name)}`;
  const certificates = within(named, () => plainCertificates(decodeAllPem(certificate.content)));
  const [only] = certificates;
  if (only === undefined || certificates.length > 1) {
    throw new PkiError(`${named}: expected 1 certificate, found ${certificates.length}`);
  }
  const signing = within(`error reading CA key file ${JSON.stringify(name)}`, () => firstReadableKey(key.content, crypto));
  return { certificate: only, key: signing };
}

// crypto/tls looks at the pair first.
function checkPair(name: string, { certificate, key }: { certificate: PemFile; key: PemFile }, crypto: CryptoPort): void {
  if (certificate.content.length === 0 || key.content.length === 0) throw new PkiError(`missing content for serving cert "${name}"`);
  const leaf = firstCertificateBlock(decodeAllPem(certificate.content));
  const keyBlock = firstKeyBlock(decodeAllPem(key.content));
  const { publicKey } = parseCertificate(leaf.bytes);
  const parsed = readAnyKey(keyBlock.bytes, crypto);
  if (publicKey === undefined || publicKey.kind === 'DSA') throw new PkiError('tls: unknown public key algorithm');
  if (publicKey.kind !== parsed.publicKey.kind) throw new PkiError('tls: private key type does not match public key type');
  if (!sameKey(publicKey, parsed.publicKey)) throw new PkiError('tls: private key does not match public key');
}

function firstCertificateBlock(blocks: readonly PemBlock[]): PemBlock {
  const found = blocks.find(({ type }) => type === 'CERTIFICATE');
  if (found !== undefined) return found;
  const types = blocks.map(({ type }) => type);
  if (types.length === 0) throw new PkiError('tls: failed to find any PEM data in certificate input');
  if (types.length === 1 && types[0]?.endsWith('PRIVATE KEY') === true) {
    throw new PkiError(
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    );
  }
  throw new PkiError(
    `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${types.join(' ')}]`,
  );
}

function firstKeyBlock(blocks: readonly PemBlock[]): PemBlock {
  const found = blocks.find(({ type }) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'));
  if (found !== undefined) return found;
  const types = blocks.map(({ type }) => type);
  if (types.length === 0) throw new PkiError('tls: failed to find any PEM data in key input');
  if (types.length === 1 && types[0] === 'CERTIFICATE') {
    throw new PkiError('tls: found a certificate rather than a key in the PEM for the private key');
  }
  throw new PkiError(
    `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${types.join(' ')}]`,
  );
}

function readAnyKey(der: Uint8Array, crypto: CryptoPort): SigningKey {
  const rsa = attempt(() => parseRsaPrivateKey(der));
  if (rsa !== undefined) return rsa;
  const pkcs8 = attempt(() => ({ key: parsePkcs8PrivateKey(der, crypto) }));
  if (pkcs8 !== undefined && pkcs8.key === undefined) throw new PkiError('tls: found unknown private key type in PKCS#8 wrapping');
  const key = pkcs8?.key ?? attempt(() => parseEcPrivateKey(der, crypto));
  if (key === undefined) throw new PkiError('tls: failed to parse private key');
  return key;
}

function plainCertificates(blocks: readonly PemBlock[]): readonly Certificate[] {
  const plain = blocks.filter(({ type, headers }) => type === 'CERTIFICATE' && headers.size === 0);
  if (plain.length === 0) throw new PkiError('data does not contain any valid RSA or ECDSA certificates');
  return plain.map(({ bytes }) => parseCertificate(bytes));
}

// Blocks that hold no key, such as EC PARAMETERS, are passed over.
function firstReadableKey(pem: Uint8Array, crypto: CryptoPort): SigningKey {
  const parsers: Readonly<Record<string, (der: Uint8Array) => SigningKey | undefined>> = {
    'EC PRIVATE KEY': (der) => parseEcPrivateKey(der, crypto),
    'RSA PRIVATE KEY': parseRsaPrivateKey,
    'PRIVATE KEY': (der) => parsePkcs8PrivateKey(der, crypto),
  };
  for (const { type, bytes } of decodeAllPem(pem)) {
    const read = attempt(() => ({ key: parsers[type]?.(bytes) }));
    if (read?.key !== undefined) return read.key;
    if (read !== undefined && type === 'PRIVATE KEY') throw new PkiError('key did not implement crypto.Signer');
  }
  throw new PkiError('data does not contain a valid RSA or ECDSA private key');
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

import type { CryptoPort } from '../../base/env/crypto';
import type { Certificate } from '../certificate/parse-certificate';
import { PkiError } from '../error';
import type { SigningKey } from '../key/signing-key';
import { decodeCertificates, decodePrivateKey } from './decode';

/** What a Kubernetes Secret holds. */
export interface SecretContent {
  /** `<namespace>/<name>`, for error texts. */
  readonly name: string;
  readonly data: Readonly<Record<string, Uint8Array | undefined>>;
}

export interface SigningKeyPair {
  readonly key: SigningKey;
  /** At least one; the first one signs. */
  readonly certificates: readonly Certificate[];
}

/** The signing pair of a CA issuer: `tls.key`, all of `tls.crt`, the first certificate of `ca.crt`. */
export function readSigningKeyPair({ name, data }: SecretContent, crypto: CryptoPort): SigningKeyPair {
  const keyPem = data['tls.key'];
  if (keyPem === undefined) throw new PkiError(`no private key data for "tls.key" in secret '${name}'`);
  const key = decodePrivateKey(keyPem, crypto);
  const chainPem = data['tls.crt'];
  if (chainPem === undefined) throw new PkiError(`no certificate data for "tls.crt" in secret '${name}'`);
  const chain = decodeCertificates(chainPem, 'chain');
  const bundlePem = data['ca.crt'];
  if (bundlePem === undefined || bundlePem.length === 0) return { key, certificates: chain };
  return { key, certificates: [...chain, ...decodeCertificates(bundlePem, 'bundle').slice(0, 1)] };
}

/** The key a SelfSigned issuer signs with. */
export function readSigningKey({ name, data }: SecretContent, crypto: CryptoPort): SigningKey {
  const pem = data['tls.key'];
  if (pem === undefined) throw new PkiError(`no data for "tls.key" in secret '${name}'`);
  return decodePrivateKey(pem, crypto);
}

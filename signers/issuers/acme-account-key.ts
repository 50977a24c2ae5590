import type { CryptoPort } from '../../base/env/crypto';
import { encodeBase64, goQuote } from '../../base/go';
import { ApiError } from '../../kube/api-error';
import { Resources } from '../../kube/resources';
import type { Secret } from '../../kube/types/core';
import { decodePem, decodePrivateKey, generateSigningKey, type SigningKey } from '../../pki';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { privateKeyPem } from '../engine/private-key-pem';
import { secretBytes } from '../engine/secret-data';
import { notReady, notReadyYet } from './setup';
import type { SetupContext, SetupResult } from './setup';

export type AccountKey = { readonly key: SigningKey } | { readonly problem: SetupResult };

const UNVERIFIED = 'ErrVerifyACMEAccount';
const UNVERIFIED_TEXT = 'Failed to verify ACME account: ';
const KEY_BITS = 2048;

/** The RSA key in the account's Secret, be it one generated right now; else what is to be told. */
export async function accountKey(acme: AcmeIssuer, context: SetupContext): Promise<AccountKey> {
  const { name = '', key: asked = '' } = acme.privateKeySecretRef ?? {};
  const key = asked === '' ? 'tls.key' : asked;
  let secret: Secret;
  try {
    secret = await context.secret(name);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) return problem(notReadyYet(UNVERIFIED, UNVERIFIED_TEXT, error));
    return acme.disableAccountKeyGeneration === true ? problem(mayNotGenerate(error)) : generate(name, key, context);
  }
  return usable(secret, key, context);
}

function mayNotGenerate(cause: ApiError): SetupResult {
  const why = "the ACME issuer config has 'disableAccountKeyGeneration' set to true, but the secret was not found";
  const error = new Error(`${UNVERIFIED_TEXT}${why}: ${cause.message}`, { cause });
  return notReadyYet(UNVERIFIED, '', error);
}

async function generate(name: string, key: string, { client, crypto, namespace, random }: SetupContext): Promise<AccountKey> {
  try {
    const made = generateSigningKey({ kind: 'RSA', bits: KEY_BITS }, random.stream('acme-account-key', `${namespace}/${name}`), crypto);
    const secret: Secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'cert-manager' } },
      data: { [key]: btoa(privateKeyPem(made, 'PKCS1')) },
    };
    await client.create(Resources.secrets, secret);
    return { key: made };
  } catch (error) {
    return problem(notReadyYet('ErrRegisterACMEAccount', 'Failed to register ACME account: ', error));
  }
}

function usable(secret: Secret, key: string, { namespace, crypto }: SetupContext): AccountKey {
  const name = secret.metadata?.name ?? '';
  try {
    const pem = secretBytes(secret, key);
    if (pem === undefined) throw new Error(`no data for ${goQuote(key)} in secret '${namespace}/${name}'`);
    const found = decodePrivateKey(pem, crypto);
    if (found.publicKey.kind === 'RSA') return { key: found };
    return problem(notReady(UNVERIFIED, `ACME private key in ${goQuote(name)} is not of type RSA`));
  } catch (error) {
    return problem(notReady(UNVERIFIED, `Account private key is invalid: ${asError(error).message}`));
  }
}

function problem(result: SetupResult): AccountKey {
  return { problem: result };
}

/** Base64 of the SHA-256 of its PKCS #1: how an issuer's status tells which key it was registered with. */
export function accountKeyHash(key: SigningKey, crypto: CryptoPort): string {
  const block = decodePem(new TextEncoder().encode(privateKeyPem(key, 'PKCS1')));
  return encodeBase64(crypto.digest('SHA-256', block?.block.bytes ?? new Uint8Array(0)));
}

import { goQuote } from '../../base/go';
import { ApiError } from '../../kube/api-error';
import { Resources } from '../../kube/resources';
import type { Secret } from '../../kube/types/core';
import { decodePrivateKey, generateSigningKey } from '../../pki';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { privateKeyPem } from '../engine/private-key-pem';
import { secretBytes } from '../engine/secret-data';
import { notReady, notReadyYet } from './setup';
import type { SetupContext, SetupResult } from './setup';

const UNVERIFIED = 'ErrVerifyACMEAccount';
const UNVERIFIED_TEXT = 'Failed to verify ACME account: ';
const KEY_BITS = 2048;

/** Undefined when the account's Secret holds an RSA key, be it one generated right now; else what is to be told. */
export async function hasAccountKey(acme: AcmeIssuer, context: SetupContext): Promise<SetupResult | undefined> {
  const { name = '', key: asked = '' } = acme.privateKeySecretRef ?? {};
  const key = asked === '' ? 'tls.key' : asked;
  let secret: Secret;
  try {
    secret = await context.secret(name);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 404)) return notReadyYet(UNVERIFIED, UNVERIFIED_TEXT, error);
    return acme.disableAccountKeyGeneration === true ? mayNotGenerate(error) : generate(name, key, context);
  }
  return unusable(secret, key, context);
}

function mayNotGenerate(cause: ApiError): SetupResult {
  const why = "the ACME issuer config has 'disableAccountKeyGeneration' set to true, but the secret was not found";
  const error = new Error(`${UNVERIFIED_TEXT}${why}: ${cause.message}`, { cause });
  return notReadyYet(UNVERIFIED, '', error);
}

async function generate(name: string, key: string, { client, crypto, namespace, random }: SetupContext): Promise<SetupResult | undefined> {
  try {
    const made = generateSigningKey({ kind: 'RSA', bits: KEY_BITS }, random.stream('acme-account-key', `${namespace}/${name}`), crypto);
    const secret: Secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': 'cert-manager' } },
      data: { [key]: btoa(privateKeyPem(made, 'PKCS1')) },
    };
    await client.create(Resources.secrets, secret);
    return undefined;
  } catch (error) {
    return notReadyYet('ErrRegisterACMEAccount', 'Failed to register ACME account: ', error);
  }
}

function unusable(secret: Secret, key: string, { namespace, crypto }: SetupContext): SetupResult | undefined {
  const name = secret.metadata?.name ?? '';
  try {
    const pem = secretBytes(secret, key);
    if (pem === undefined) throw new Error(`no data for ${goQuote(key)} in secret '${namespace}/${name}'`);
    if (decodePrivateKey(pem, crypto).publicKey.kind === 'RSA') return undefined;
    return notReady(UNVERIFIED, `ACME private key in ${goQuote(name)} is not of type RSA`);
  } catch (error) {
    return notReady(UNVERIFIED, `Account private key is invalid: ${asError(error).message}`);
  }
}

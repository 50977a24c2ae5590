import type { Secret } from '../../kube/types/core';
import { decodeCertificates, decodePrivateKey } from '../../pki';
import { fullName } from '../engine/issuer';
import { warning } from '../engine/outcome';
import { secretBytes } from '../engine/secret-data';
import { isReadyNow, notReady, notReadyYet, told } from './setup';
import type { Setup, SetupContext } from './setup';

const FAILED = 'Error getting keypair for CA issuer: ';

/** Section 10.2. That key and certificate belong together, and that the certificate has not expired, is not checked. */
export const setupCa: Setup = async (issuer, context) => {
  let isCa: boolean;
  try {
    isCa = readPair(await context.secret(issuer.spec?.ca?.secretName ?? ''), context);
  } catch (error) {
    return told(notReadyYet('ErrGetKeyPair', FAILED, error));
  }
  if (!isCa) return told(notReady('ErrInvalidKeyPair', `${FAILED}certificate is not a CA`));
  const verified = isReadyNow('KeyPairVerified', 'Signing CA verified');
  return { ...verified, events: [{ ...warning('KeyPairVerified', 'Signing CA verified'), type: 'Normal' }] };
};

/** Whether the first certificate is a CA's; throws when the Secret cannot be used. */
function readPair(secret: Secret, { namespace, crypto }: SetupContext): boolean {
  const part = (key: string): Uint8Array => {
    const bytes = secretBytes(secret, key);
    if (bytes === undefined)
      throw new Error(`no data for "${key}" in secret '${fullName({ namespace, name: secret.metadata?.name ?? '' })}'`);
    return bytes;
  };
  const [certificate] = decodeCertificates(part('tls.crt'), 'chain');
  decodePrivateKey(part('tls.key'), crypto);
  return certificate?.basicConstraints?.isCa === true;
}

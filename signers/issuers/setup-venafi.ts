import type { VenafiIssuer } from '../engine/issuer-upstreams';
import { notSpoken } from '../engine/not-yet';
import { asError } from '../engine/outcome';
import { secretText } from '../engine/secret-data';
import { notReadyYet } from './setup';
import type { Setup, SetupContext, SetupResult } from './setup';

/** Section 10.5. The zone is never probed. */
export const setupVenafi: Setup = async (issuer, context) => {
  const venafi = issuer.spec?.venafi ?? {};
  try {
    if (!(await hasCredentials(venafi, context))) return rejected(new Error('no TPP credentials configured'));
    return unusable(notSpoken('Venafi'));
  } catch (error) {
    return unusable(error);
  }
};

function rejected(error: Error): SetupResult {
  return notReadyYet('AuthFailed', 'OAuth token request failed: ', error);
}

function unusable(cause: unknown): SetupResult {
  const error = new Error(`error building client: ${asError(cause).message}`, { cause });
  return notReadyYet('ErrorSetup', 'Failed to setup Certificate Manager issuer: ', error);
}

/** Whether the Secret of the first configured variant has what that variant needs; rejects when it cannot be read. */
async function hasCredentials({ tpp, cloud, ngts }: VenafiIssuer, context: SetupContext): Promise<boolean> {
  if (tpp) {
    const secret = await context.secret(tpp.credentialsRef?.name ?? '');
    const has = (key: string): boolean => (secretText(secret, key) ?? '') !== '';
    return has('access-token') || (has('username') && has('password'));
  }
  const reference = cloud ? cloud.apiTokenSecretRef : ngts?.credentialsRef;
  if (reference === undefined) throw new Error('neither Venafi Cloud, TPP, or NGTS configuration found');
  await context.secret(reference.name ?? '');
  return true;
}

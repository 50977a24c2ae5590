import { goQuote } from '../../base/go';
import { parseUrl } from '../../base/go/url';
import { solverSecrets } from './secret-references';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { secretBytes } from '../engine/secret-data';
import { hasAccountKey } from './acme-account-key';
import { bindingKey, isMissing } from './acme-binding';
import { registerAccount } from './acme-register';
import { notReady, notReadyYet, told } from './setup';
import type { Setup, SetupContext, SetupResult } from './setup';

const V1_ENDPOINTS: readonly (readonly [string, string])[] = [
  ['https://acme-v01.api.letsencrypt.org/directory', 'https://acme-v02.api.letsencrypt.org/directory'],
  ['https://acme-staging.api.letsencrypt.org/directory', 'https://acme-staging-v02.api.letsencrypt.org/directory'],
];

const NOT_REGISTERED = 'Failed to register ACME account: ';

/** Section 10.6, check by check; the first that fails is the result. */
export const setupAcme: Setup = async (issuer, context) => {
  const acme = issuer.spec?.acme ?? {};
  const server = acme.server ?? '';
  const newer = V1_ENDPOINTS.find(([old]) => server === old || server === `${old}/`)?.[1];
  if (newer !== undefined) {
    const text = `Your ACME server URL is set to a v1 endpoint (${server}). You should update the spec.acme.server field to "${newer}"`;
    return notReady('InvalidConfig', text);
  }
  const keyProblem = await hasAccountKey(acme, context);
  if (keyProblem !== undefined) return keyProblem;
  const status = issuer.status?.acme ?? {};
  const result = await checkedUpstream(acme, status.uri ?? '', context);
  return { acme: status, ...result };
};

async function checkedUpstream(acme: AcmeIssuer, accountUri: string, context: SetupContext): Promise<SetupResult> {
  const solvers = await solverProblems(acme, context);
  if (solvers.length > 0) return notReady('InvalidSolver', solvers.join('; '));
  const invalid = urlProblem('server', acme.server ?? '') ?? urlProblem('account', accountUri);
  if (invalid !== undefined) return told(notReady('InvalidURL', invalid));
  try {
    await bindingKey(acme, context);
  } catch (error) {
    if (isMissing(error)) return told(notReady('ErrRegisterACMEAccount', NOT_REGISTERED + asError(error).message));
    return notReadyYet('ErrRegisterACMEAccount', `${NOT_REGISTERED}failed to get External Account Binding key from secret: `, error);
  }
  try {
    return await registerAccount(acme, context);
  } catch (error) {
    return notReadyYet('ErrRegisterACMEAccount', NOT_REGISTERED, error);
  }
}

/** What is wrong with the Secrets of the DNS-01 solvers. */
async function solverProblems({ solvers = [] }: AcmeIssuer, { secret }: SetupContext): Promise<string[]> {
  const problems: string[] = [];
  for (const { name = '', key = '' } of solvers.flatMap(solverSecrets)) {
    try {
      if (secretBytes(await secret(name), key) === undefined)
        problems.push(`the secret ${goQuote(name)} does not have key ${goQuote(key)}`);
    } catch (error) {
      problems.push(`failed to get secret ${goQuote(name)}: ${asError(error).message}`);
    }
  }
  return problems;
}

function urlProblem(what: 'server' | 'account', url: string): string | undefined {
  try {
    parseUrl(url);
    return undefined;
  } catch (error) {
    return `Failed to parse existing ACME ${what} URI ${goQuote(url)}: ${asError(error).message}`;
  }
}

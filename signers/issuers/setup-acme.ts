import { goQuote } from '../../base/go';
import { parseUrl } from '../../base/go/url';
import type { SigningKey } from '../../pki';
import type { Binding } from '../acme/client/signed';
import { componentName } from '../engine/controller-names';
import type { Issuer } from '../engine/issuer';
import { solverSecrets } from './secret-references';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { secretBytes } from '../engine/secret-data';
import { accountKey, accountKeyHash } from './acme-account-key';
import { bindingKey, isMissing } from './acme-binding';
import { isRegistered, registerAccount, registered } from './acme-register';
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
  const account = await accountKey(acme, context);
  if ('problem' in account) return account.problem;
  const status = issuer.status?.acme ?? {};
  const result = await checkedUpstream(issuer, account.key, context);
  return { acme: status, ...result };
};

async function checkedUpstream(issuer: Issuer, key: SigningKey, context: SetupContext): Promise<SetupResult> {
  const acme = issuer.spec?.acme ?? {};
  const solvers = await solverProblems(acme, context);
  if (solvers.length > 0) return notReady('InvalidSolver', solvers.join('; '));
  const invalid = urlProblem('server', acme.server ?? '') ?? urlProblem('account', issuer.status?.acme?.uri ?? '');
  if (invalid !== undefined) return told(notReady('InvalidURL', invalid));
  const keyHash = accountKeyHash(key, context.crypto);
  const uid = issuer.metadata?.uid ?? '';
  if (isRegistered(issuer, keyHash)) {
    context.acmeClients.register(uid, acme, key);
    return registered(issuer.status?.acme ?? {});
  }
  context.acmeClients.forget(uid);
  const binding = await bindingOf(acme, context);
  if ('problem' in binding) return binding.problem;
  const client = context.acmeClients.open(componentName(context.ref.kind === 'Issuer' ? 'issuers' : 'clusterissuers'), acme, key);
  const result = await registerAccount({ issuer, client, keyHash, ...binding });
  if (result.ready?.status === 'True') context.acmeClients.register(uid, acme, key);
  return result;
}

async function bindingOf(
  acme: AcmeIssuer,
  context: SetupContext,
): Promise<{ readonly binding?: Binding } | { readonly problem: SetupResult }> {
  try {
    const macKey = await bindingKey(acme, context);
    return macKey === undefined ? {} : { binding: { keyId: acme.externalAccountBinding?.keyID ?? '', macKey } };
  } catch (error) {
    if (isMissing(error)) return { problem: told(notReady('ErrRegisterACMEAccount', NOT_REGISTERED + asError(error).message)) };
    const prefix = `${NOT_REGISTERED}failed to get External Account Binding key from secret: `;
    return { problem: notReadyYet('ErrRegisterACMEAccount', prefix, error) };
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

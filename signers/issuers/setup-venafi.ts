import { componentName } from '../engine/controller-names';
import { isReady } from '../engine/issuer';
import { asError } from '../engine/outcome';
import { userAgent } from '../engine/user-agent';
import { AuthError, venafiSession } from '../venafi';
import type { Connector } from '../venafi';
import { isReadyNow, notReadyYet } from './setup';
import type { Setup, SetupContext, SetupResult } from './setup';

const STARTED = 'Certificate Manager issuer started';

/** Section 10.5: the credentials are tried twice, once for the client and once for the issuer. The zone is never looked at. */
export const setupVenafi: Setup = async (issuer, context) => {
  let connector: Connector;
  try {
    connector = await connected(issuer.spec?.venafi ?? {}, context);
  } catch (error) {
    return unusable('error building client: ', error);
  }
  try {
    await connector.authenticate();
  } catch (error) {
    return unusable('client.VerifyCredentials: ', error);
  }
  try {
    await connector.ping();
  } catch (error) {
    return unusable('error pinging Certificate Manager: ', error);
  }
  const message = 'Verified issuer with Certificate Manager server';
  return { ...isReadyNow(STARTED, STARTED), events: isReady(issuer) ? [] : [{ type: 'Normal', reason: 'Ready', message }] };
};

async function connected(venafi: Parameters<typeof venafiSession>[0], context: SetupContext): Promise<Connector> {
  const { namespace, network, clock, crypto, ref } = context;
  const make = await context.ask(venafiSession(venafi, namespace));
  const component = componentName(ref.kind === 'Issuer' ? 'issuers' : 'clusterissuers');
  const connector = make({ network, clock, crypto, userAgent: userAgent(component) });
  await connector.authenticate();
  return connector;
}

function unusable(prefix: string, cause: unknown): SetupResult {
  if (cause instanceof AuthError) return notReadyYet('AuthFailed', '', cause);
  const message = `Failed to setup Certificate Manager issuer: ${prefix}${asError(cause).message}`;
  return notReadyYet('ErrorSetup', '', new Error(message, { cause }));
}

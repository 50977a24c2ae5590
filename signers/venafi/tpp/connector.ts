import { asError } from '../../engine/outcome';
import { bodyText, ExchangeError, memberList, memberText, unmarshalObject } from '../../http';
import type { Answered } from '../../http';
import { AuthError } from '../connector';
import type { Connector, VenafiPorts } from '../connector';
import { normalizedUrl, tppClient } from './client';
import type { TppClient } from './client';
import { policyDn, readZone } from './policy';
import { retrieve } from './retrieve';
import { submit } from './submit';

export interface TppOptions {
  readonly url: string;
  readonly zone: string;
  /** @default the system's roots */
  readonly ca?: string;
  /** Wins over user and password when not empty. */
  readonly accessToken: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
}

const SCOPE = 'certificate:manage';

/** Venafi TPP, today CyberArk Certificate Manager, Self-Hosted. Throws vcert's text for an address that it would not take. */
export function tppConnector(options: TppOptions, ports: VenafiPorts): Connector {
  const client = tppClient(normalizedUrl(options.url), options.ca, ports);
  const folder = policyDn(options.zone);
  return {
    authenticate: () => authenticate(client, options),
    async ping() {
      const { status, statusLine } = await client.request('GET', 'vedsdk/');
      if (status !== 200) throw new Error(statusLine);
    },
    readZone: () => readZone(client, folder),
    submit: (order) => submit(client, folder, { order, now: ports.clock.now() }),
    retrieve: (order, pickupId) => retrieve(client, ports.clock, { order, pickupId }),
  };
}

async function authenticate(client: TppClient, options: TppOptions): Promise<void> {
  const { accessToken, username, password } = options;
  if (accessToken !== '') {
    client.useToken(accessToken);
    return classified('tppClient.VerifyAccessToken: ', () => verify(client));
  }
  if (username === '' || password === '') throw new AuthError('no TPP credentials configured');
  const token = await classified('tppClient.GetRefreshToken: ', () => login(client, options));
  client.useToken(token);
  await identify(client);
}

/** What is not the network's fault is the credentials'. */
async function classified<T>(prefix: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = prefix + asError(error).message;
    throw error instanceof ExchangeError ? new Error(message, { cause: error }) : new AuthError(message, { cause: error });
  }
}

async function verify(client: TppClient): Promise<void> {
  const { status, statusLine, body } = await client.request('GET', 'vedauth/authorize/verify');
  if (status !== 200) throw new Error(`failed to verify token. Message: ${statusLine}`);
  unmarshalObject(body);
}

async function login(client: TppClient, { clientId, username, password }: TppOptions): Promise<string> {
  const grant = { client_id: clientId, username, password, scope: SCOPE };
  const { status, statusLine, body } = await client.request('POST', 'vedauth/authorize/oauth', grant);
  if (status !== 200) {
    throw new Error(`unexpected status code on CyberArk Certificate Manager, Self-Hosted Authorize. Status: ${statusLine}`);
  }
  return memberText(unmarshalObject(body), 'access_token');
}

const AUTH_FAULT = 'vcert error: your data contains problems: auth error';

/** Here the network's faults count as the credentials', as upstream has lost the difference. */
async function identify(client: TppClient): Promise<void> {
  try {
    const answer = await client.request('GET', 'vedsdk/Identity/Self');
    const { status, statusLine } = answer;
    if (status === 401) throw new Error(AUTH_FAULT);
    const known = status === 200 && memberList(identitiesIn(answer), 'Identities').length > 0;
    if (!known) throw new Error(`failed to get Self. Status code: ${status}, Status text: ${statusLine}`);
  } catch (error) {
    throw new AuthError(`tppClient.Authenticate: ${AUTH_FAULT}: ${asError(error).message}`, { cause: error });
  }
}

function identitiesIn(answer: Answered): Readonly<Record<string, unknown>> {
  try {
    return unmarshalObject(answer.body);
  } catch (error) {
    throw new Error(`failed to parse identity response: ${asError(error).message}, body: ${bodyText(answer)}`, { cause: error });
  }
}

import { asError } from '../engine/outcome';
import { decodeObject, memberObject, memberText, wholeBody } from '../http';
import type { Answered } from '../http';
import { VaultClient } from './client';
import type { VaultPorts } from './client';
import { KUBERNETES_FAULT } from './credentials';
import type { Login } from './credentials';
import type { VaultSession } from './session';

export interface VaultConnection {
  readonly client: VaultClient;
  /** Without the namespace, as some of Vault's own paths want it. */
  readonly system: VaultClient;
}

type Through = Exclude<Login, { method: 'token' }>;

/** What stands before the error of a call, by method. */
const CALL_FAULTS: Readonly<Record<Through['method'], string>> = {
  appRole: 'error logging in to Vault server: ',
  clientCertificate: 'error calling Vault server: ',
  kubernetes: `${KUBERNETES_FAULT}error calling Vault server: `,
};

const OTHER_FAULTS: Readonly<Record<Through['method'], string>> = { appRole: '', clientCertificate: '', kubernetes: KUBERNETES_FAULT };

/** Logs in, if that is how a token is got. Every connection logs in anew; rejects with cert-manager's texts. */
export async function connectVault(session: VaultSession, ports: VaultPorts): Promise<VaultConnection> {
  const { address, tls, namespace, login } = session;
  const token = login.method === 'token' ? login.token : await loggedIn(login, session, ports);
  return {
    client: new VaultClient({ address, tls, namespace, token }, ports),
    system: new VaultClient({ address, tls, token }, ports),
  };
}

async function loggedIn(login: Through, { address, tls, namespace }: VaultSession, ports: VaultPorts): Promise<string> {
  const { method, path, parameters, certificate } = login;
  // As upstream, a login with a certificate of its own forgets the namespace.
  const options = certificate === undefined ? { address, tls, namespace } : { address, tls: { ...tls, ...certificate } };
  const answer = await new VaultClient(options, ports).request('POST', path, parameters).catch((error: unknown) => {
    throw new Error(CALL_FAULTS[method] + asError(error).message, { cause: error });
  });
  const token = tokenIn(answer, OTHER_FAULTS[method]);
  if (token === '' && method === 'appRole') throw new Error('no token returned');
  return token;
}

function tokenIn(answer: Answered, prefix: string): string {
  try {
    const secret = decodeObject(wholeBody(answer));
    const token = memberText(memberObject(secret, 'auth'), 'client_token');
    return token === '' ? memberText(memberObject(secret, 'data'), 'id') : token;
  } catch (error) {
    throw new Error(`${prefix}unable to decode JSON payload: ${asError(error).message}`, { cause: error });
  }
}

import type { TlsOptions } from '../../base/env/ports';
import { goQuote } from '../../base/go';
import type { VaultAuth, VaultIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { isNotFound, requireSecret } from '../engine/require-secret';
import { secretText } from '../engine/secret-data';
import { askToken, UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import { keyPair } from './key-pair';
import { joinPath } from './path';
import type { VaultPlace } from './place';

/** How a token is got. */
export type Login =
  | { readonly method: 'token'; readonly token: string }
  | {
      readonly method: 'appRole' | 'clientCertificate' | 'kubernetes';
      readonly path: string;
      readonly parameters: Readonly<Record<string, string>>;
      /** A certificate of the login's own, in place of the issuer's. */
      readonly certificate?: Pick<TlsOptions, 'cert' | 'key'>;
    };

/** Around everything that goes wrong with a login through Kubernetes. */
export const KUBERNETES_FAULT = 'while requesting a Vault token using the Kubernetes auth: ';

const TOKEN_SECONDS = 600;

/** A Kubernetes login could not be prepared; `cause` is why. */
export class KubernetesLoginError extends Error {
  override readonly name = 'KubernetesLoginError';

  constructor(cause: unknown) {
    super(KUBERNETES_FAULT + asError(cause).message, { cause });
  }
}

/** Whether it is the credentials' Secret that is missing. */
export function isMissingSecret(error: unknown): boolean {
  return isNotFound(error) || (error instanceof KubernetesLoginError && isNotFound(error.cause));
}

/** Of the configured methods the first counts (section 7.3). Throws cert-manager's text when a Secret lacks its part. */
export function* vaultLogin(vault: VaultIssuer, place: VaultPlace): Steps<Login> {
  const { tokenSecretRef, appRole, clientCertificate, kubernetes, aws } = vault.auth ?? {};
  if (tokenSecretRef) return { method: 'token', token: yield* storedToken(tokenSecretRef, place) };
  if (appRole) return yield* withAppRole(appRole, place);
  if (clientCertificate) return yield* withCertificate(clientCertificate, place);
  if (kubernetes) return yield* withKubernetes(kubernetes, vault.server ?? '', place);
  if (aws) throw new Error('this engine does not log in to Vault through AWS: use another auth method, or cert-manager itself');
  const methods = 'tokenSecretRef, appRoleSecretRef, clientCertificate, Kubernetes, or AWS auth';
  throw new Error(`error initializing Vault client: unable to load credentials. One of: ${methods} must be set`);
}

function* storedToken({ name = '', key = '' }: NonNullable<VaultAuth['tokenSecretRef']>, { namespace }: VaultPlace): Steps<string> {
  const wanted = key === '' ? 'token' : key;
  const text = secretText(yield* requireSecret({ namespace, name }), wanted);
  // Upstream swaps name and namespace here.
  if (text === undefined) throw new Error(`no data for ${goQuote(wanted)} in secret '${name}/${namespace}'`);
  return text.trim();
}

function* withAppRole({ path = '', roleId = '', secretRef = {} }: NonNullable<VaultAuth['appRole']>, place: VaultPlace): Steps<Login> {
  const { name = '', key = '' } = secretRef;
  const secretId = secretText(yield* requireSecret({ namespace: place.namespace, name }), key);
  if (secretId === undefined) throw new Error(`no data for ${goQuote(key)} in secret '${place.namespace}/${name}'`);
  return {
    method: 'appRole',
    path: joinPath('v1', 'auth', path === '' ? 'approle' : path, 'login'),
    parameters: { role_id: roleId.trim(), secret_id: secretId.trim() },
  };
}

function* withCertificate(auth: NonNullable<VaultAuth['clientCertificate']>, { namespace, crypto }: VaultPlace): Steps<Login> {
  const { mountPath = '', secretName = '', name = '' } = auth;
  const path = joinPath(mountPath === '' ? '/v1/auth/cert' : mountPath, 'login');
  const login = { method: 'clientCertificate' as const, path, parameters: { name } };
  if (secretName === '') return login;
  const secret = yield* requireSecret({ namespace, name: secretName });
  const part = (key: string): string => {
    const text = secretText(secret, key);
    if (text === undefined) throw new Error(`no data for ${key} in secret '${namespace}/${secretName}'`);
    return text;
  };
  const [cert, key] = [part('tls.crt'), part('tls.key')];
  try {
    return { ...login, certificate: keyPair(cert, key, crypto) };
  } catch (error) {
    throw new Error(`error reading client certificate: ${asError(error).message}`, { cause: error });
  }
}

function* withKubernetes(auth: NonNullable<VaultAuth['kubernetes']>, server: string, place: VaultPlace): Steps<Login> {
  const { mountPath = '', role = '' } = auth;
  try {
    const jwt = auth.secretRef?.name ? yield* storedJwt(auth.secretRef, place) : yield* requestedJwt(auth, server, place);
    const path = joinPath(mountPath === '' ? '/v1/auth/kubernetes' : mountPath, 'login');
    return { method: 'kubernetes', path, parameters: { role, jwt } };
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    throw new KubernetesLoginError(error);
  }
}

function* storedJwt({ name = '', key = '' }: NonNullable<VaultAuth['tokenSecretRef']>, { namespace }: VaultPlace): Steps<string> {
  const wanted = key === '' ? 'token' : key;
  const text = secretText(yield* requireSecret({ namespace, name }), wanted);
  if (text === undefined) throw new Error(`no data for ${goQuote(wanted)} in secret '${namespace}/${name}'`);
  return text;
}

function* requestedJwt({ serviceAccountRef = {} }: NonNullable<VaultAuth['kubernetes']>, server: string, place: VaultPlace): Steps<string> {
  const { ref, namespace } = place;
  const { name: account = '', audiences = [] } = serviceAccountRef;
  const own = ref.kind === 'Issuer' ? `vault://${ref.namespace}/${ref.name}` : `vault://${ref.name}`;
  try {
    return yield* askToken({ namespace, account, audiences: [...audiences, own, server], seconds: TOKEN_SECONDS });
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    throw new Error(`while requesting a token for the service account ${ref.namespace}/${account}: ${asError(error).message}`);
  }
}

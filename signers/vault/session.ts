import { formatUrl, parseUrl } from '../../base/go/url';
import type { TlsOptions } from '../../base/env/ports';
import { goQuote } from '../../base/go';
import type { Secret } from '../../kube/types/core';
import { decodeAllPem } from '../../pki';
import type { VaultIssuer } from '../engine/issuer-upstreams';
import { asError } from '../engine/outcome';
import { requireSecret } from '../engine/require-secret';
import { fromBase64, secretText } from '../engine/secret-data';
import { UnknownFact } from '../engine/steps';
import type { Steps } from '../engine/steps';
import { vaultLogin } from './credentials';
import type { Login } from './credentials';
import { keyPair } from './key-pair';
import type { VaultPlace } from './place';

/** Everything that is to be known before Vault is asked anything. */
export interface VaultSession {
  /** Base address: `https://vault.example.com:8200`, perhaps with a path. */
  readonly address: string;
  /** Sent with logins and signing, not with health checks. Empty is none. */
  readonly namespace: string;
  readonly tls: TlsOptions;
  readonly login: Login;
}

/** Reads what an issuer refers to, in cert-manager's order (sections 7.2, 7.3). Throws Errors with its texts. */
export function* vaultSession(vault: VaultIssuer, place: VaultPlace): Steps<VaultSession> {
  const ca = yield* trustedRoots(vault, place);
  const certificate = yield* clientCertificate(vault, place);
  const address = parsedAddress(vault.server ?? '');
  const { serverName = '' } = vault;
  return {
    address,
    namespace: vault.namespace ?? '',
    tls: { ...(ca === undefined ? {} : { ca }), ...certificate, ...(serverName === '' ? {} : { serverName }) },
    login: yield* vaultLogin(vault, place),
  };
}

function parsedAddress(server: string): string {
  try {
    return formatUrl(parseUrl(server));
  } catch (error) {
    throw new Error(`error initializing Vault client: ${asError(error).message}`, { cause: error });
  }
}

function* trustedRoots({ caBundle = '', caBundleSecretRef }: VaultIssuer, { namespace }: VaultPlace): Steps<string | undefined> {
  const name = caBundleSecretRef?.name ?? '';
  if (caBundle === '' && name === '') return undefined;
  const pem = caBundle === '' ? yield* rootsFrom(name, caBundleSecretRef?.key ?? '', namespace) : decoded(fromBase64(caBundle));
  if (!decodeAllPem(new TextEncoder().encode(pem)).some(({ type }) => type === 'CERTIFICATE')) {
    throw new Error('no Vault CA bundles loaded, check bundle contents');
  }
  return pem;
}

function* rootsFrom(name: string, wanted: string, namespace: string): Steps<string> {
  const key = wanted === '' ? 'ca.crt' : wanted;
  const prefix = 'failed to load vault CA bundle: ';
  const secret = yield* accessible({ namespace, name }, (why) => `${prefix}could not access secret '${namespace}/${name}': ${why}`);
  const pem = secretText(secret, key);
  if (pem === undefined) throw new Error(`${prefix}no data for ${goQuote(key)} in secret '${namespace}/${name}'`);
  return pem;
}

function* clientCertificate(vault: VaultIssuer, { namespace, crypto }: VaultPlace): Steps<Pick<TlsOptions, 'cert' | 'key'>> {
  const { clientCertSecretRef: certRef, clientKeySecretRef: keyRef } = vault;
  if (!certRef?.name || !keyRef?.name) return {};
  const cert = yield* clientPart({ namespace, name: certRef.name }, certRef.key || 'tls.crt');
  const key = yield* clientPart({ namespace, name: keyRef.name }, keyRef.key || 'tls.key');
  try {
    return keyPair(cert, key, crypto);
  } catch (error) {
    const from = `Secrets '${namespace}/${certRef.name}'(cert) and '${namespace}/${keyRef.name}'(key)`;
    throw new Error(`${CLIENT_FAULT}could not parse the TLS certificate from ${from}: ${asError(error).message}`, { cause: error });
  }
}

const CLIENT_FAULT = 'failed to load vault client certificate: ';

function* clientPart(ref: { namespace: string; name: string }, key: string): Steps<string> {
  const where = `Secret '${ref.namespace}/${ref.name}'`;
  const secret = yield* accessible(ref, (why) => `${CLIENT_FAULT}could not access ${where}: ${why}`);
  const pem = secretText(secret, key);
  if (pem === undefined) throw new Error(`${CLIENT_FAULT}no data for ${goQuote(key)} in ${where}`);
  return pem;
}

/** The Secret; that there is none is, other than for credentials, an error like any other. */
function* accessible(ref: { namespace: string; name: string }, text: (why: string) => string): Steps<Secret> {
  try {
    return yield* requireSecret(ref);
  } catch (error) {
    if (error instanceof UnknownFact) throw error;
    throw new Error(text(asError(error).message));
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

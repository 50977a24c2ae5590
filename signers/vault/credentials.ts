import type { Secret } from '../../kube/types/core';
import type { SecretKeySelector, VaultIssuer } from '../engine/issuer-upstreams';
import { secretText } from '../engine/secret-data';

export type VaultCredentials =
  | { readonly method: 'token'; readonly token: string }
  | { readonly method: 'appRole'; readonly path: string; readonly roleId: string; readonly secretId: string }
  | { readonly method: 'other' };

/** Reads a Secret of the issuer's namespace; rejects with the API server's error. */
export type ReadSecret = (name: string) => Promise<Secret>;

/** Of the configured methods the first counts (section 7.3). Rejects with cert-manager's text when the Secret lacks its part. */
export async function vaultCredentials(vault: VaultIssuer, namespace: string, read: ReadSecret): Promise<VaultCredentials> {
  const { tokenSecretRef, appRole } = vault.auth ?? {};
  if (tokenSecretRef) return { method: 'token', token: await token(tokenSecretRef, namespace, read) };
  if (!appRole) return { method: 'other' };
  const { path = '', roleId = '', secretRef = {} } = appRole;
  const { name = '', key = '' } = secretRef;
  const secretId = secretText(await read(name), key);
  if (secretId === undefined) throw new Error(`no data for "${key}" in secret '${namespace}/${name}'`);
  return { method: 'appRole', path: path === '' ? 'approle' : path, roleId: roleId.trim(), secretId: secretId.trim() };
}

async function token({ name = '', key = '' }: SecretKeySelector, namespace: string, read: ReadSecret): Promise<string> {
  const wanted = key === '' ? 'token' : key;
  const text = secretText(await read(name), wanted);
  // Upstream swaps name and namespace here.
  if (text === undefined) throw new Error(`no data for "${wanted}" in secret '${name}/${namespace}'`);
  return text.trim();
}

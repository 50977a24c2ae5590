import { parseUrl } from '../../base/go/url';
import { AccountExists } from '../acme/client/error';
import type { AcmeClient } from '../acme/client/client';
import type { AcmeAccount } from '../acme/client/read';
import { isClientError } from '../acme/client/session';
import type { Binding } from '../acme/client/signed';
import type { AcmeIssuer } from '../engine/issuer-upstreams';
import type { AcmeIssuerStatus, Issuer } from '../engine/issuer';
import { isReady } from '../engine/issuer';
import { asError } from '../engine/outcome';
import { isReadyNow, notReady, notReadyYet, told } from './setup';
import type { SetupResult } from './setup';

export interface Registering {
  readonly issuer: Issuer;
  readonly client: AcmeClient;
  readonly binding?: Binding;
  /** Of the account's key, as the status carries it. */
  readonly keyHash: string;
}

const NOT_REGISTERED = 'Failed to register ACME account: ';

/** Whether the account was registered for this server, address and key before: nothing is asked then. */
export function isRegistered(issuer: Issuer, keyHash: string): boolean {
  const { server = '', email = '' } = issuer.spec?.acme ?? {};
  const { uri = '', lastRegisteredEmail = '', lastPrivateKeyHash = '' } = issuer.status?.acme ?? {};
  return isReady(issuer) && uri !== '' && sameHost(uri, server) && lastRegisteredEmail === email && lastPrivateKeyHash === keyHash;
}

export function registered(acme: AcmeIssuerStatus): SetupResult {
  return { ...isReadyNow('ACMEAccountRegistered', 'The ACME account was registered with the ACME server'), acme };
}

/** Registers the account with the server or finds it there, and brings its address up to date. */
export async function registerAccount({ issuer, client, binding, keyHash }: Registering): Promise<SetupResult> {
  const spec = issuer.spec?.acme ?? {};
  const status = withoutForeignUri(issuer.status?.acme ?? {}, spec);
  let account: AcmeAccount;
  try {
    account = await registeredAccount(client, spec, binding);
  } catch (error) {
    if (isClientError(error)) return { ...notReady('ErrRegisterACMEAccount', NOT_REGISTERED + error.message), acme: status };
    return { ...notReadyYet('ErrRegisterACMEAccount', NOT_REGISTERED, error), acme: status };
  }
  const { email = '' } = spec;
  if (emailOf(account) !== email) {
    try {
      account = await client.updateAccount(contactOf(email));
    } catch (error) {
      const { message } = asError(error);
      const failed = told(notReady('ErrUpdateACMEAccount', `Failed to update ACME account:${message}`));
      return { ...failed, acme: status, ...(isClientError(error) ? {} : { error: asError(error) }) };
    }
  }
  return registered({
    ...(account.uri === '' ? {} : { uri: account.uri }),
    ...(email === '' ? {} : { lastRegisteredEmail: email }),
    lastPrivateKeyHash: keyHash,
  });
}

async function registeredAccount(client: AcmeClient, { email = '' }: AcmeIssuer, binding: Binding | undefined): Promise<AcmeAccount> {
  try {
    return await client.register({ contact: contactOf(email), ...(binding === undefined ? {} : { binding }) });
  } catch (error) {
    if (error instanceof AccountExists) return client.account();
    throw error;
  }
}

function contactOf(email: string): readonly string[] {
  return email === '' ? [] : [`mailto:${email.toLowerCase()}`];
}

function emailOf({ contact }: AcmeAccount): string {
  return (contact[0] ?? '').replace(/^mailto:/, '');
}

function withoutForeignUri(status: AcmeIssuerStatus, { server = '' }: AcmeIssuer): AcmeIssuerStatus {
  const { uri, ...rest } = status;
  return uri === undefined || sameHost(uri, server) ? status : rest;
}

function sameHost(a: string, b: string): boolean {
  try {
    return parseUrl(a).host === parseUrl(b).host;
  } catch {
    return false;
  }
}

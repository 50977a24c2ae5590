import { readBody } from '../../../base/env/body';
import { goQuote } from '../../../base/go';
import { isObject, type JsonObject } from '../../../kube/json';
import { secretText } from '../../engine/secret-data';
import type { ChallengeRecord, DnsProvider, ProviderTools } from './provider';

/** An acme-dns server: it has one name per account, to which `_acme-challenge` must point. Its records are replaced, never removed. */
export function acmeDnsProvider({ network, config, readSecret }: ProviderTools): DnsProvider {
  return {
    async present({ domain, value }: ChallengeRecord) {
      const { username, password, subdomain } = accountFor(await accountsIn(config, readSecret), domain);
      const url = `${textOf(config.host)}/update`;
      const response = await network.fetch({
        method: 'POST',
        url,
        headers: {
          'user-agent': 'goacmedns (linux; amd64)',
          accept: 'application/json',
          'content-type': 'application/json',
          'x-api-user': username,
          'x-api-key': password,
        },
        body: new TextEncoder().encode(JSON.stringify({ subdomain, txt: value })),
      });
      const body = new TextDecoder().decode(await readBody(response));
      if (response.status !== 200) throw new Error(`failed to update TXT record: ${response.status} ${body}`);
    },
    cleanUp: () => Promise.resolve(),
  };
}

async function accountsIn({ accountSecretRef }: JsonObject, readSecret: ProviderTools['readSecret']): Promise<string> {
  const ref = isObject(accountSecretRef) ? accountSecretRef : {};
  const [name, key] = [textOf(ref.name), textOf(ref.key)];
  const secret = await readSecret(name).catch((error: unknown) => {
    throw new Error(`error getting acmedns accounts secret: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  const accounts = secretText(secret, key);
  if (accounts === undefined) throw new Error(`error getting acmedns accounts secret: key '${key}' not found in secret`);
  return accounts;
}

function accountFor(accounts: string, domain: string): { username: string; password: string; subdomain: string } {
  const parsed = JSON.parse(accounts) as unknown;
  const account = isObject(parsed) ? parsed[domain] : undefined;
  if (!isObject(account)) throw new Error(`account credentials not found for domain ${goQuote(domain)}`);
  return { username: textOf(account.username), password: textOf(account.password), subdomain: textOf(account.subdomain) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

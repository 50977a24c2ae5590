import { readBody } from '../../../base/env/body';
import { goQuote } from '../../../base/go';
import { isObject } from '../../../kube/json';
import type { ChallengeRecord, DnsProvider, ProviderTools } from './provider';

/** An acme-dns server: it has one name per account, to which `_acme-challenge` must point. Its records are replaced, never removed. */
export function acmeDnsProvider({ network, config, secret }: ProviderTools): DnsProvider {
  return {
    async present({ domain, value }: ChallengeRecord) {
      const { name, key } = isObject(config.accountSecretRef) ? config.accountSecretRef : {};
      const accounts = await secret(textOf(name), textOf(key));
      const { username, password, subdomain } = accountFor(accounts, domain);
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

function accountFor(accounts: string, domain: string): { username: string; password: string; subdomain: string } {
  const parsed = JSON.parse(accounts) as unknown;
  const account = isObject(parsed) ? parsed[domain] : undefined;
  if (!isObject(account)) throw new Error(`account credentials not found for domain ${goQuote(domain)}`);
  return { username: textOf(account.username), password: textOf(account.password), subdomain: textOf(account.subdomain) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

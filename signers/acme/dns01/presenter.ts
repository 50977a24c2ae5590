import type { KubeClient } from '../../../kube/client';
import { isObject, type JsonObject } from '../../../kube/json';
import { sleep } from '../../../kube/sleep';
import type { Secret } from '../../../kube/types/core';
import { secretText } from '../../engine/secret-data';
import { readSecret } from '../../engine/read-secret';
import type { World } from '../../engine/world';
import type { Presenter } from '../challenges/sync';
import { secretNamespace } from '../issuer-of';
import type { ChallengeObject } from '../objects';
import { acmeDnsProvider } from './acme-dns';
import type { DnsProvider, ProviderTools } from './provider';
import { webhookProvider } from './webhook';

/** By the member of the solver that asks for it; webhooks first, as upstream. */
const PROVIDERS: readonly (readonly [string, (tools: ProviderTools) => DnsProvider])[] = [
  ['webhook', webhookProvider],
  ['acmeDNS', acmeDnsProvider],
];

// Authoritative servers agree long before caches do.
const SETTLING = 60_000;

/** Section 9.10. */
export function dns01Presenter(world: World, client: KubeClient): Presenter {
  const of = (challenge: ChallengeObject): DnsProvider => {
    const namespace = secretNamespace(world, challenge);
    const secret = async (name: string, key: string): Promise<string> => secretValue(await read(world, client, namespace, name), key);
    const dns01 = isObject(challenge.spec?.solver.dns01) ? challenge.spec.solver.dns01 : {};
    const picked = PROVIDERS.find(([member]) => isObject(dns01[member]));
    if (picked === undefined) throw new Error('no dns provider config specified for challenge');
    const [member, make] = picked;
    const config: JsonObject = isObject(dns01[member]) ? dns01[member] : {};
    const { network, random } = world.tools;
    return make({ client, network, random: random.stream('dns01'), namespace, config, secret });
  };
  const record = ({ spec }: ChallengeObject) => {
    const { dnsName = '', key = '' } = spec ?? {};
    return { domain: dnsName, name: `_acme-challenge.${dnsName}.`, value: key };
  };
  return {
    present: async (challenge) => of(challenge).present(record(challenge)),
    async check(challenge) {
      const { dnsName = '', key = '' } = challenge.spec ?? {};
      const values = (await world.tools.network.resolveTxt?.(`_acme-challenge.${dnsName}`)) ?? [];
      if (!values.includes(key)) throw new Error(`DNS record for "${dnsName}" not yet propagated`);
      await sleep(world.clock, SETTLING);
    },
    cleanUp: async (challenge) => of(challenge).cleanUp(record(challenge)),
  };
}

function read(world: World, client: KubeClient, namespace: string, name: string): Promise<Secret> {
  return readSecret(world, client, { namespace, name });
}

function secretValue(secret: Secret, key: string): string {
  const value = secretText(secret, key);
  if (value === undefined) throw new Error(`the secret "${secret.metadata?.name ?? ''}" does not have key "${key}"`);
  return value;
}

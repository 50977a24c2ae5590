import type { KubeClient } from '../../../kube/client';
import { isObject, type JsonObject } from '../../../kube/json';
import { goQuote } from '../../../base/go';
import { sleep } from '../../../kube/sleep';
import { readSecret } from '../../engine/read-secret';
import type { World } from '../../engine/world';
import type { Presenter } from '../challenges/sync';
import { secretNamespace } from '../issuer-of';
import type { ChallengeObject } from '../objects';
import { acmeDnsProvider } from './acme-dns';
import { createLookups, type Lookups } from './lookups';
import type { ChallengeRecord, DnsProvider, ProviderTools } from './provider';
import { rfc2136Provider } from './rfc2136';
import { webhookProvider } from './webhook';

interface Offer {
  /** The member of the solver that asks for it. */
  readonly member: string;
  /** Whether it has to be told the zone. */
  readonly zoned: boolean;
  make(tools: ProviderTools): DnsProvider;
}

/** In upstream's order. */
const OFFERS: readonly Offer[] = [
  { member: 'webhook', zoned: true, make: webhookProvider },
  { member: 'rfc2136', zoned: true, make: rfc2136Provider },
  { member: 'acmeDNS', zoned: false, make: acmeDnsProvider },
];

// Authoritative servers agree long before caches do.
const SETTLING = 60_000;

/** Section 9.10. */
export function dns01Presenter(world: World, client: KubeClient): Presenter {
  const { crypto, network, random } = world.tools;
  const draws = random.stream('dns01');
  const { nameservers = [], recursiveOnly = false } = world.dns01 ?? {};
  const lookups = (): Lookups => createLookups({ network, random: draws, nameservers, recursiveOnly });

  const act = async (challenge: ChallengeObject, action: keyof DnsProvider): Promise<void> => {
    const dns01 = solverOf(challenge);
    const offer = OFFERS.find(({ member }) => isObject(dns01[member]));
    if (offer === undefined) throw new Error('no dns provider config specified for challenge');
    const namespace = secretNamespace(world, challenge);
    const config: JsonObject = isObject(dns01[offer.member]) ? (dns01[offer.member] as JsonObject) : {};
    const provider = offer.make({
      ...{ client, clock: world.clock, crypto, network, random: draws, namespace, config },
      readSecret: (name) => readSecret(world, client, { namespace, name }),
    });
    await provider[action](await recordOf(challenge, offer.zoned, lookups()));
  };
  return {
    present: (challenge) => act(challenge, 'present'),
    async check({ spec }) {
      const { dnsName = '', key = '' } = spec ?? {};
      if (!(await lookups().propagated(challengeName(dnsName), key)))
        throw new Error(`DNS record for ${goQuote(dnsName)} not yet propagated`);
      await sleep(world.clock, SETTLING);
    },
    cleanUp: (challenge) => act(challenge, 'cleanUp'),
  };
}

async function recordOf(challenge: ChallengeObject, zoned: boolean, lookups: Lookups): Promise<ChallengeRecord> {
  const { dnsName: domain = '', key: value = '' } = challenge.spec ?? {};
  const asked = challengeName(domain);
  const name = solverOf(challenge).cnameStrategy === 'Follow' ? await lookups.followed(asked) : asked;
  return { domain, name, zone: zoned ? await lookups.zoneOf(name) : '', value };
}

function challengeName(domain: string): string {
  return `_acme-challenge.${domain}.`;
}

function solverOf({ spec }: ChallengeObject): JsonObject {
  return isObject(spec?.solver.dns01) ? spec.solver.dns01 : {};
}

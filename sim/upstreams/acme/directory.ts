import { DEFAULT_TERMS } from './accounts';
import type { Authority } from './call';
import { DEFAULT_PROFILES } from './options';
import type { Operation } from './paths';
import { CAA_IDENTITIES } from './validation/caa';

const RESOURCES: readonly Operation[] = ['keyChange', 'newAccount', 'newNonce', 'newOrder', 'renewalInfo', 'revokeCert'];

/** RFC 8555 section 7.1.1. */
export function directory({ options, paths }: Pick<Authority, 'options' | 'paths'>, base: string): object {
  const { termsOfService = DEFAULT_TERMS, profiles = DEFAULT_PROFILES, externalAccountRequired = false } = options;
  const resources = RESOURCES.map((operation) => [operation, base + paths.of(operation)] as const);
  return {
    ...Object.fromEntries(resources),
    meta: {
      ...(termsOfService === '' ? {} : { termsOfService }),
      website: 'data:text/plain,csrlab%20test%20authority',
      caaIdentities: CAA_IDENTITIES,
      externalAccountRequired,
      profiles: Object.fromEntries(Object.entries(profiles).map(([name, { description }]) => [name, description])),
    },
  };
}

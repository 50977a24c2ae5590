import type { ServiceAccount } from '../../../../kube/types/core';
import type { Strategy } from '../../model/strategy';

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets';

export const serviceAccountMain: Strategy<ServiceAccount> = {
  prepareForCreate: withBareSecrets,
  prepareForUpdate: withBareSecrets,
  warningsOnCreate: mountableWarnings,
  warningsOnUpdate: (next, current) => (current.metadata?.annotations?.[MOUNTABLE] === undefined ? mountableWarnings(next) : []),
};

/** References to secrets are names in the same namespace; all else in them is dropped. */
function withBareSecrets(account: ServiceAccount): ServiceAccount {
  if (account.secrets === undefined) return account;
  return { ...account, secrets: account.secrets.map(({ name = '' }) => (name === '' ? {} : { name })) };
}

function mountableWarnings({ metadata }: ServiceAccount): string[] {
  if (metadata?.annotations?.[MOUNTABLE] === undefined) return [];
  return [`metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`];
}

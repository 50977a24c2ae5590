import { bucketLimiter, itemExponential, longestOf } from '../../../../kube/rate-limiter';
import { Resources } from '../../../../kube/resources';
import type { Secret, ServiceAccount } from '../../../../kube/types/core';
import { base64Of } from '../../model/bytes';
import { isCode, startLoop } from '../controller';
import type { Controller, ControllerContext } from '../controller';

/** Makes the token of a `kubernetes.io/service-account-token` Secret. */
export type MakeToken = (account: ServiceAccount, secret: Secret) => string;

export interface TokenSecretOptions {
  /** PEM. */
  readonly rootCa: string;
  readonly makeToken: MakeToken;
}

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';
const BY_ACCOUNT = 'service account of a token';
const MOST_RETRIES = 10;

/** `serviceaccount-token`: fills token Secrets, and deletes those whose ServiceAccount is gone. */
export function startTokenSecrets(context: ControllerContext, { rootCa, makeToken }: TokenSecretOptions): Controller {
  const client = context.client('tokens-controller');
  const accounts = context.informers.informer<ServiceAccount>(Resources.serviceAccounts);
  const secrets = context.informers.informer<Secret>(Resources.secrets);
  secrets.addIndexer(BY_ACCOUNT, (secret) => (secret.type === TYPE ? [accountKey(secret)] : []));
  const loop = startLoop(context, {
    name: 'serviceaccount-token',
    limiter: longestOf(itemExponential({ base: 5, max: 1_000_000 }), bucketLimiter(context.clock, { qps: 10, burst: 100 })),
    retry: (item, queue) => queue.requeues(item) < MOST_RETRIES,
    sync: async (key) => {
      if (!(await accounts.synced())) return;
      const secret = secrets.store.get(key);
      if (secret?.type !== TYPE) return;
      const account = await accountOf(secret);
      if (account === undefined) await remove(secret);
      else if (needs(secret, rootCa).length > 0) await fill(secret, account);
    },
  });

  const accountOf = async (secret: Secret): Promise<ServiceAccount | undefined> => {
    const uid = secret.metadata?.annotations?.[ACCOUNT_UID] ?? '';
    const fits = (account: ServiceAccount): boolean => uid === '' || account.metadata?.uid === uid;
    const cached = accounts.store.get(accountKey(secret));
    if (cached !== undefined && fits(cached)) return cached;
    const name = secret.metadata?.annotations?.[ACCOUNT_NAME] ?? '';
    const namespace = secret.metadata?.namespace ?? '';
    const live = await ignoring([404], client.get<ServiceAccount>(Resources.serviceAccounts, name, { namespace }));
    return live !== undefined && fits(live) ? live : undefined;
  };
  const remove = async ({ metadata: { name = '', namespace = '', uid } = {} }: Secret): Promise<void> => {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid } };
    await ignoring([404, 409], client.delete(Resources.secrets, name, { namespace, body }));
  };
  const fill = async (
    { metadata: { name = '', namespace = '', resourceVersion } = {} }: Secret,
    account: ServiceAccount,
  ): Promise<void> => {
    const live = await ignoring([404], client.get<Secret>(Resources.secrets, name, { namespace }));
    // What changed since brings an event of its own.
    if (live === undefined || live.metadata?.resourceVersion !== resourceVersion) return;
    await ignoring([404, 409], client.update(Resources.secrets, filled(live, account, { rootCa, makeToken })));
  };

  const enqueue = ({ metadata, type }: Secret): void => {
    if (type === TYPE) loop.queue.add(`${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`);
  };
  secrets.addHandlers({ add: enqueue, update: (_previous, secret) => enqueue(secret) });
  accounts.addHandlers({
    delete: ({ metadata }) => secrets.store.byIndex(BY_ACCOUNT, `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`).forEach(enqueue),
  });
  return loop;
}

type Need = 'ca.crt' | 'namespace' | 'token';

function needs({ data = {} }: Secret, rootCa: string): readonly Need[] {
  const ca: readonly Need[] = rootCa !== '' && data['ca.crt'] !== base64Text(rootCa) ? ['ca.crt'] : [];
  return [...ca, ...(['namespace', 'token'] as const).filter((key) => (data[key] ?? '') === '')];
}

function filled(secret: Secret, account: ServiceAccount, { rootCa, makeToken }: TokenSecretOptions): Secret {
  const values: Readonly<Record<Need, () => string>> = {
    'ca.crt': () => rootCa,
    namespace: () => secret.metadata?.namespace ?? '',
    token: () => makeToken(account, secret),
  };
  const { name = '', uid = '' } = account.metadata ?? {};
  return {
    ...secret,
    metadata: { ...secret.metadata, annotations: { ...secret.metadata?.annotations, [ACCOUNT_NAME]: name, [ACCOUNT_UID]: uid } },
    data: { ...secret.data, ...Object.fromEntries(needs(secret, rootCa).map((key) => [key, base64Text(values[key]())])) },
  };
}

function accountKey({ metadata }: Secret): string {
  return `${metadata?.namespace ?? ''}/${metadata?.annotations?.[ACCOUNT_NAME] ?? ''}`;
}

function base64Text(text: string): string {
  return base64Of(new TextEncoder().encode(text));
}

async function ignoring<T>(codes: readonly number[], call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (codes.some((code) => isCode(error, code))) return undefined;
    throw error;
  }
}

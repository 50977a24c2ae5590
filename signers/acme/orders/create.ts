import { goQuote } from '../../../base/go';
import { asError } from '../../engine/outcome';
import { isClientError } from '../client/session';
import { newOrderPayload } from '../identifiers';
import type { OrderStatus } from '../objects';
import { errored, type OrderResult, type OrderSync } from './result';

/** Opens the order at the server. What the server refuses is final. */
export async function createOrder({ order, account, clock }: OrderSync, status: OrderStatus): Promise<OrderResult> {
  const { spec } = order;
  if (spec === undefined) return { status };
  try {
    await checkProfile(spec.profile ?? '', () => account.client.profiles());
    const opened = await account.client.newOrder(newOrderPayload(spec, clock.now()));
    return {
      status: {
        ...status,
        url: opened.uri,
        finalizeURL: opened.finalize,
        ...(opened.authorizations.length === 0 ? {} : { authorizations: opened.authorizations.map((url) => ({ url })) }),
        state: opened.status,
      },
    };
  } catch (error) {
    if (isClientError(error) || error instanceof NoSuchProfile) {
      return { status: errored(status, `Failed to create Order: ${error.message}`) };
    }
    throw new Error(`error creating new order: ${asError(error).message}`, { cause: error });
  }
}

class NoSuchProfile extends Error {
  override readonly name = 'NoSuchProfile';
}

async function checkProfile(profile: string, offered: () => Promise<readonly string[]>): Promise<void> {
  if (profile === '') return;
  const names = await offered();
  if (names.length === 0) throw new NoSuchProfile('acme: certificate authority does not support profiles');
  if (!names.includes(profile)) {
    throw new NoSuchProfile(`acme: certificate authority does not advertise a profile with name ${goQuote(profile)}`);
  }
}

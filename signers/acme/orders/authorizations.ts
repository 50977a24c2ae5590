import { isClientError } from '../client/session';
import type { OrderAuthorization, OrderStatus } from '../objects';
import { errored, type OrderResult, type OrderSync } from './result';

/** Fills in what only the server knows of each authorization, in the order in which it lists them. */
export async function fetchAuthorizations({ account }: OrderSync, status: OrderStatus): Promise<OrderResult> {
  const authorizations: OrderAuthorization[] = [];
  for (const { url } of status.authorizations ?? []) {
    try {
      const found = await account.client.authorization(url);
      authorizations.push({
        url,
        identifier: found.identifier,
        wildcard: found.wildcard,
        initialState: found.status,
        challenges: found.challenges.map((each) => ({ url: each.url, token: each.token, type: each.type })),
      });
    } catch (error) {
      if (isClientError(error)) return { status: errored(status, `Failed to fetch authorization: ${error.message}`) };
      throw error;
    }
  }
  return { status: { ...status, authorizations } };
}

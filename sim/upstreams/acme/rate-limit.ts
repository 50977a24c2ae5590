import { formatDuration } from '../../../base/go';
import { rateLimited } from './asked-problems';
import { rfc3339, type Authority } from './call';
import type { Account } from './model';

/** Throws rateLimited when the account has ordered as often as it may. */
export function checkRate({ state, options }: Authority, account: Account): void {
  const { clock, rateLimit } = options;
  if (rateLimit === undefined) return;
  const { orders: most, seconds } = rateLimit;
  const now = clock.now();
  const recent = account.orders.flatMap((id) => state.orders.get(id)?.created ?? []).filter((created) => created > now - seconds * 1000);
  if (recent.length < most) return;
  const again = (recent.at(-most) ?? now) + seconds * 1000;
  const window = formatDuration(BigInt(seconds) * 1_000_000_000n);
  const when = rfc3339(again).replace('T', ' ').replace('Z', ' UTC');
  throw rateLimited(
    `too many new orders (${most}) from this account in the last ${window}, retry after ${when}`,
    Math.ceil((again - now) / 1000),
  );
}

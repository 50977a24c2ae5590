import { identityOf, secondsOf } from './managers';
import type { Manager, Managers } from './managers';

const MAX_UPDATE_MANAGERS = 10;
const BUCKET = 'ancient-changes';

/** Beyond ten updaters the oldest of each apiVersion are poured together, until ten are left. */
export function capUpdateManagers(managers: Managers): Managers {
  const updaters = [...managers].filter(([, { operation }]) => operation === 'Update');
  if (updaters.length <= MAX_UPDATE_MANAGERS) return managers;
  updaters.sort(([a, left], [b, right]) => secondsOf(left) - secondsOf(right) || (a < b ? -1 : 1));
  const capped = new Map(managers);
  const firstOfVersion = new Map<string, string>();
  let count = updaters.length;
  for (const [identity, manager] of updaters) {
    if (count <= MAX_UPDATE_MANAGERS) break;
    const first = firstOfVersion.get(manager.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(manager.apiVersion, identity);
      continue;
    }
    pour(capped, { identity, manager, first });
    count--;
  }
  return capped;
}

/** The bucket begins as the first updater of its version, under another name and with the time of the last one poured in. */
function pour(capped: Map<string, Manager>, { identity, manager, first }: { identity: string; manager: Manager; first: string }): void {
  const bucket = { name: BUCKET, operation: 'Update' as const, apiVersion: manager.apiVersion, subresource: '' };
  const bucketIdentity = identityOf(bucket);
  const held = capped.get(bucketIdentity) ?? capped.get(first);
  if (!capped.has(bucketIdentity)) capped.delete(first);
  const fields = held === undefined ? manager.fields : manager.fields.union(held.fields);
  const { time } = manager;
  capped.set(bucketIdentity, { ...bucket, ...(time === undefined ? {} : { time }), fields });
  // Last, as in Go: a bucket that is not the oldest of its version is poured into itself and lost.
  capped.delete(identity);
}

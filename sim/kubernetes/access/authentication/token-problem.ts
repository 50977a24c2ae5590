import { goQuote } from '../../../../base/go';
import type { KubeObject } from '../../../../kube/meta';
import type { ObjectReader } from '../../model/action';
import type { ObjectRef, ServiceAccountClaims } from './service-account-claims';

/** Clocks may differ by this much, and an object may be gone this long (seconds). */
const LEEWAY = 60;

/** Why a token with a good signature is worth nothing at `now` (milliseconds); undefined when it is. */
export function tokenProblem(claims: ServiceAccountClaims, objects: ObjectReader, now: number): string | undefined {
  return timeProblem(claims, now / 1000) ?? accountProblem(claims, objects, now) ?? boundProblem(claims, objects, now);
}

function timeProblem({ expiry, notBefore, issuedAt }: ServiceAccountClaims, seconds: number): string | undefined {
  if (notBefore !== undefined && seconds + LEEWAY < notBefore) return 'service account token is not valid yet';
  if (expiry !== undefined && seconds - LEEWAY > expiry) return 'service account token has expired';
  if (issuedAt !== undefined && seconds + LEEWAY < issuedAt) return 'service account token is issued in the future';
  return undefined;
}

function accountProblem({ namespace, account }: ServiceAccountClaims, objects: ObjectReader, now: number): string | undefined {
  const stored = objects.get('serviceaccounts', namespace, account.name);
  if (stored === undefined) return `serviceaccounts ${goQuote(account.name)} not found`;
  const uid = stored.metadata?.uid ?? '';
  if (uid !== account.uid) return `service account UID (${uid}) does not match claim (${account.uid})`;
  return isGone(stored, now) ? `service account ${namespace}/${account.name} has been deleted` : undefined;
}

interface Bound {
  readonly ref: ObjectRef | undefined;
  readonly collection: string;
  readonly namespace: string;
  readonly title: string;
}

/** A token is as good as the object it is bound to. The node of a pod's token is information only. */
function boundProblem(claims: ServiceAccountClaims, objects: ObjectReader, now: number): string | undefined {
  const { namespace, secret, pod, node } = claims;
  const bound: readonly Bound[] = [
    { ref: secret, collection: 'secrets', namespace, title: 'secret' },
    { ref: pod, collection: 'pods', namespace, title: 'pod' },
    { ref: pod === undefined ? node : undefined, collection: 'nodes', namespace: '', title: 'node' },
  ];
  for (const { ref, collection, namespace: home, title } of bound) {
    if (ref === undefined) continue;
    const stored = objects.get(collection, home, ref.name);
    if (stored === undefined) return 'service account token has been invalidated';
    const uid = stored.metadata?.uid ?? '';
    if (uid !== ref.uid) return `${title} UID (${uid}) does not match service account ${title} ref claim (${ref.uid})`;
    if (isGone(stored, now)) return 'service account token has been invalidated';
  }
  return undefined;
}

function isGone({ metadata }: KubeObject, now: number): boolean {
  const deleted = metadata?.deletionTimestamp;
  return deleted !== undefined && Date.parse(deleted) < now - LEEWAY * 1000;
}

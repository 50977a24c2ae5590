import type { KubeObject } from '../../../../kube/meta';
import { timeText } from '../../../../kube/time';
import type { UserInfo as WireUser } from '../../../../kube/types/authentication';
import type { Action } from '../../model/action';
import type { UserInfo } from '../../model/request-context';

/** Tells the caller who it is, after impersonation. Whatever the body says is dropped. */
export const selfSubjectReview: Action = (_body, { clock, user }) =>
  ({ metadata: { creationTimestamp: timeText(clock.now()) }, status: { userInfo: wireUser(user) } }) as KubeObject;

/** As reviews show a user: empty members left out. */
export function wireUser({ name, uid, groups, extra }: UserInfo): WireUser {
  return {
    ...(name === '' ? {} : { username: name }),
    ...(uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(Object.keys(extra).length === 0 ? {} : { extra: copied(extra) }),
  };
}

function copied(extra: UserInfo['extra']): Record<string, string[]> {
  return Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]]));
}

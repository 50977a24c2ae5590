import { ApiError } from '../../../../kube/api-error';
import type { KubeObject } from '../../../../kube/meta';
import type { TokenReview, TokenReviewStatus } from '../../../../kube/types/authentication';
import type { Authenticator, Identity } from '../../access';
import type { Action } from '../../model/action';
import { wireUser } from './self-review';

/** Asks whose token it is. A token of nobody is an answer too, with the reason in `status.error`. */
export function tokenReview(authenticator: Authenticator): Action {
  return (body: TokenReview) => {
    const { token = '', audiences = [] } = body.spec ?? {};
    if (token === '') throw ApiError.badRequest('token is required for TokenReview in authentication');
    const wanted = audiences.length === 0 ? authenticator.audiences : audiences;
    const identity = authenticator.identify(token, wanted);
    return { ...body, status: statusOf(identity, body.status ?? {}) } as KubeObject;
  };
}

/** Only what the answer says is overwritten: the rest of a status that the caller sent comes back. */
function statusOf(identity: Identity, sent: TokenReviewStatus): TokenReviewStatus {
  if ('user' in identity) {
    return { ...sent, authenticated: true, user: wireUser(identity.user), audiences: [...identity.audiences] };
  }
  const { user = {}, audiences, error } = sent;
  const kept = { user, ...(audiences === undefined ? {} : { audiences }), ...(error === undefined ? {} : { error }) };
  return identity.error === '' ? kept : { ...kept, error: identity.error };
}

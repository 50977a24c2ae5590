import type { SubjectAccessReviewSpec } from '../../kube/types/authorization';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { fullName } from './issuer';
import { failed } from './outcome';
import { CERT_MANAGER_GROUP } from './signer-name';
import type { IssuerRef } from './signer-name';
import { askReview, blocked, passed, UnknownFact } from './steps';
import type { Steps } from './steps';

/** May the requester use this namespaced issuer? Asked by its name first, then, only if refused, for all. */
export function* mayReference(request: CertificateSigningRequest, ref: IssuerRef): Steps<void> {
  const requester = request.spec?.username ?? '';
  try {
    const allowed = (yield* askReview(reviewFor(request, ref, ref.name))) || (yield* askReview(reviewFor(request, ref, '*')));
    const message = `Requester may not reference Namespaced Issuer ${fullName(ref)}`;
    if (allowed) yield passed('may-reference', `${requester} may reference ${fullName(ref)}`);
    else yield blocked('may-reference', `${message} (requester ${requester})`, failed('DeniedReference', message));
  } catch (error) {
    if (!(error instanceof UnknownFact)) throw error;
    yield { gate: 'may-reference', state: 'unknown', detail: error.message };
  }
}

/** `signers` is a virtual resource: rules name it, no API serves it. */
function reviewFor(request: CertificateSigningRequest, ref: IssuerRef, name: string): SubjectAccessReviewSpec {
  const { username, groups, uid, extra } = request.spec ?? {};
  return {
    ...(username === undefined ? {} : { user: username }),
    ...(groups === undefined ? {} : { groups }),
    ...(uid === undefined ? {} : { uid }),
    ...(extra === undefined ? {} : { extra }),
    resourceAttributes: {
      group: CERT_MANAGER_GROUP,
      resource: 'signers',
      verb: 'reference',
      version: '*',
      namespace: ref.namespace,
      name,
    },
  };
}

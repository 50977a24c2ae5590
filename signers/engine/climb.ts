import type { CertificateSigningRequest } from '../../kube/types/certificates';
import type { IssuerType } from './issuer';
import { ladder } from './ladder';
import type { Outcome } from './outcome';
import type { Signers, SignerTools } from './signer';
import type { Steps } from './steps';

/** The whole way of one request: the ladder, then its signer. Undefined when a gate before the signer stays shut. */
export function* climb(
  request: CertificateSigningRequest,
  { signers, tools, serves }: { readonly signers: Signers; readonly tools: SignerTools; readonly serves?: IssuerType },
): Steps<Outcome | undefined> {
  const ready = yield* ladder(request, serves);
  return ready && (yield* signers[ready.type](ready, tools));
}

import type { UserInfo } from '../model/request-context';
import { accessTo, type Authorizer } from './authorizer';

/** Whether a user may approve, sign or attest for a signer: the right may name it, or `<domain>/*` for all signers of its domain. */
export function mayUseSigner(authorizer: Authorizer, user: UserInfo, verb: 'approve' | 'sign' | 'attest', signerName: string): boolean {
  const slash = signerName.indexOf('/');
  const wholeDomain = `${slash < 0 ? signerName : signerName.slice(0, slash)}/*`;
  return [signerName, wholeDomain].some((name) => {
    const request = accessTo({ verb, apiGroup: 'certificates.k8s.io', apiVersion: '*', resource: 'signers', name });
    return authorizer.authorize(user, request).allowed;
  });
}

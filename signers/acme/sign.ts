import { cannotSign } from '../engine/not-yet';
import type { Signer } from '../engine/signer';
import { passed } from '../engine/steps';

export const signWithAcme: Signer = function* ({ issuer }) {
  yield passed('secret-exists', `the credentials of ${issuer.metadata?.name ?? ''} are the issuer's affair`);
  return cannotSign('ACME');
};

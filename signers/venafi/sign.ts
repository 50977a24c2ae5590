import { cannotSign } from '../engine/not-yet';
import type { Signer } from '../engine/signer';
import { passed } from '../engine/steps';

export const signWithVenafi: Signer = function* ({ issuer }) {
  yield passed('secret-exists', `the credentials of ${issuer.metadata?.name ?? ''} are the issuer's affair`);
  return cannotSign('Venafi');
};

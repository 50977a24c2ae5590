import { signWithAcme } from './acme';
import { cannotSign } from './engine/not-yet';
import type { Signer, Signers } from './engine/signer';
import { passed } from './engine/steps';
import { signWithVault } from './vault';
import { signWithVenafi } from './venafi';

const withoutKeys: Signer = function* () {
  yield passed('secret-exists', 'not looked at');
  return cannotSign('key pairs in Secrets');
};

/** The signer of each issuer type. */
export const SIGNERS: Signers = {
  acme: signWithAcme,
  ca: withoutKeys,
  selfsigned: withoutKeys,
  vault: signWithVault,
  venafi: signWithVenafi,
};

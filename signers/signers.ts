import { signWithAcme } from './acme';
import { signWithCa } from './ca';
import type { Signers } from './engine/signer';
import { signSelfSigned } from './selfsigned';
import { signWithVault } from './vault';
import { signWithVenafi } from './venafi';

/** The signer of each issuer type. */
export const SIGNERS: Signers = {
  acme: signWithAcme,
  ca: signWithCa,
  selfsigned: signSelfSigned,
  vault: signWithVault,
  venafi: signWithVenafi,
};

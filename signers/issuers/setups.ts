import type { Setups } from './issuer-controller';

import { setupAcme } from './setup-acme';
import { setupCa } from './setup-ca';
import { setupSelfSigned } from './setup-selfsigned';
import { setupVault } from './setup-vault';
import { setupVenafi } from './setup-venafi';

export const SETUPS: Setups = { acme: setupAcme, ca: setupCa, selfsigned: setupSelfSigned, vault: setupVault, venafi: setupVenafi };

import { notSpoken } from '../engine/not-yet';
import { notReadyYet } from './setup';
import type { Setup } from './setup';

export const setupCa: Setup = () =>
  Promise.resolve(notReadyYet('ErrGetKeyPair', 'Error getting keypair for CA issuer: ', notSpoken('key pairs in Secrets')));

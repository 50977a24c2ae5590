import { notSpoken } from '../engine/not-yet';
import { notReadyYet } from './setup';
import type { Setup } from './setup';

export const setupAcme: Setup = () =>
  Promise.resolve(notReadyYet('ErrRegisterACMEAccount', 'Failed to register ACME account: ', notSpoken('ACME')));

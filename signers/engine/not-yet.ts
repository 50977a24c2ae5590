import { retry } from './outcome';
import type { Outcome } from './outcome';

/** For the parts of an upstream's protocol that this engine does not speak. */
export function notSpoken(upstream: string): Error {
  return new Error(`this engine does not speak to ${upstream} yet: use an issuer of type ca or selfSigned, or cert-manager itself`);
}

export function cannotSign(upstream: string): Outcome {
  return retry(notSpoken(upstream));
}

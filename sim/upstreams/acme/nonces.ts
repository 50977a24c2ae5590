import { encodeBase64Url } from '../../../base/base64url';
import type { RandomStream } from '../../../base/env/ports';
import { AcmeProblem } from './problem';

const NONCE_BYTES = 16;

export interface Nonces {
  next(): string;
  /** Spends it. Throws badNonce for one that was not given out or is spent, and for some good ones. */
  spend(nonce: unknown): void;
}

/** `reject` is the percentage of good nonces that are refused: RFC 8555 section 6.5 lets servers forget them, and clients must cope. */
export function createNonces(random: RandomStream, reject: number): Nonces {
  const open = new Set<string>();
  return {
    next() {
      const nonce = encodeBase64Url(random.bytes(NONCE_BYTES));
      open.add(nonce);
      return nonce;
    },
    spend(nonce) {
      if (nonce === undefined || nonce === '') throw new AcmeProblem('badNonce', 'JWS has no anti-replay nonce');
      const good = typeof nonce === 'string' && open.delete(nonce);
      if (!good || (reject > 0 && random.integer(100) < reject)) throw refusedNonce(nonce);
    },
  };
}

export function refusedNonce(nonce: unknown): AcmeProblem {
  return new AcmeProblem('badNonce', `JWS has an invalid anti-replay nonce: ${String(nonce)}`);
}

import { PkiError } from '../error';

/** The public half of an RSA key. */
export interface RsaPublicNumbers {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

const SMALLEST_BITS = 1024;
const LARGEST_EXPONENT = 2n ** 31n - 1n;

/** Why Go neither signs nor verifies with an RSA key; undefined when it does. */
export function rsaUseProblem({ bits, ...numbers }: RsaPublicNumbers & { readonly bits: number }): string | undefined {
  if (bits >= SMALLEST_BITS) return rsaNumbersProblem(numbers);
  return `crypto/rsa: ${bits}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)`;
}

/** Throws PkiError for numbers no RSA key can have. */
export function checkRsaNumbers(modulus: bigint, exponent: bigint): void {
  const problem = rsaNumbersProblem({ modulus, exponent });
  if (problem !== undefined) throw new PkiError(problem);
}

function rsaNumbersProblem({ modulus, exponent }: RsaPublicNumbers): string | undefined {
  if (modulus % 2n === 0n) return 'crypto/rsa: public modulus is even';
  if (exponent < 2n) return 'crypto/rsa: public exponent too small or negative';
  if (exponent % 2n === 0n) return 'crypto/rsa: public exponent is even';
  return exponent > LARGEST_EXPONENT ? 'crypto/rsa: public exponent too large' : undefined;
}

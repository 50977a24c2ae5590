import { PkiError } from '../error';

const SMALLEST_BITS = 1024;
const LARGEST_EXPONENT = 2n ** 31n - 1n;

/** What Go asks of an RSA key before it signs or verifies with it. */
export function checkRsaUse(bits: number, modulus: bigint, exponent: bigint): void {
  if (bits < SMALLEST_BITS) {
    throw new PkiError(`crypto/rsa: ${bits}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)`);
  }
  checkRsaNumbers(modulus, exponent);
}

export function checkRsaNumbers(modulus: bigint, exponent: bigint): void {
  if (modulus % 2n === 0n) throw new PkiError('crypto/rsa: public modulus is even');
  if (exponent < 2n) throw new PkiError('crypto/rsa: public exponent too small or negative');
  if (exponent % 2n === 0n) throw new PkiError('crypto/rsa: public exponent is even');
  if (exponent > LARGEST_EXPONENT) throw new PkiError('crypto/rsa: public exponent too large');
}

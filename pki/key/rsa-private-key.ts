import { unmarshal } from '../asn1/types';
import { bitLength, inverse, mod, octetLength } from '../big';
import { PkiError, syntaxError } from '../error';
import { otherFormatHint, pkcs1PrivateKey } from './private-structures';
import { checkRsaNumbers } from './rsa-limits';

export interface RsaNumbers {
  readonly modulus: bigint;
  readonly publicExponent: bigint;
  readonly privateExponent: bigint;
  /** Two or more, p and q first. */
  readonly primes: readonly bigint[];
}

interface Crt {
  readonly dp: bigint;
  readonly dq: bigint;
  readonly qInverse: bigint;
}

/** x509.ParsePKCS1PrivateKey, with the checks of a key's numbers. Throws PkiError with Go's text. */
export function parsePkcs1(der: Uint8Array): RsaNumbers {
  const key = readPkcs1(der);
  if (key.version > 1n) throw new PkiError('x509: unsupported private key version');
  const { modulus, publicExponent, privateExponent, p, q, dp, dq, qInverse } = key;
  if ([modulus, privateExponent, p, q, dp, dq, qInverse].some((value) => value !== undefined && value <= 0n)) {
    throw new PkiError('x509: private key contains zero or negative value');
  }
  const additional = key.additionalPrimes.map(({ prime }) => prime);
  if (additional.some((prime) => prime <= 0n)) throw new PkiError('x509: private key contains zero or negative prime');
  const numbers = { modulus, publicExponent, privateExponent, primes: [p, q, ...additional] };
  if (additional.length > 0) checkManyPrimes(numbers);
  else if (dp !== undefined && dq !== undefined && qInverse !== undefined) checkGivenCrt(numbers, { dp, dq, qInverse });
  else checkDerivedCrt(numbers);
  return numbers;
}

function readPkcs1(der: Uint8Array): ReturnType<typeof pkcs1PrivateKey.read> {
  const { value, rest } = unmarshalled(der);
  if (rest.length > 0) throw syntaxError('trailing data');
  return value;
}

function unmarshalled(der: Uint8Array): ReturnType<typeof unmarshal<ReturnType<typeof pkcs1PrivateKey.read>>> {
  try {
    return unmarshal(pkcs1PrivateKey, der);
  } catch (error) {
    throw otherFormatHint(der, ['ec', 'pkcs8']) ?? error;
  }
}

function checkGivenCrt(numbers: RsaNumbers, crt: Crt): void {
  const [p = 0n, q = 0n] = numbers.primes;
  for (const value of [numbers.modulus, p, q]) requireModulus(value);
  requireBelow(numbers.privateExponent, numbers.modulus);
  requireBelow(crt.qInverse, p);
  checkPrivateKey(numbers, crt);
}

function checkDerivedCrt(numbers: RsaNumbers): void {
  const [p = 0n, q = 0n] = numbers.primes;
  const { modulus, privateExponent } = numbers;
  for (const value of [modulus, p, q]) requireModulus(value);
  requireBelow(privateExponent, modulus);
  requireModulus(p - 1n);
  requireModulus(q - 1n);
  if (p % 2n === 0n) throw new PkiError('crypto/rsa: p is even');
  const crt = { dp: privateExponent % (p - 1n), dq: privateExponent % (q - 1n), qInverse: inverse(q, p) ?? 0n };
  checkPrivateKey(numbers, crt);
}

// Keys of more than two primes are hardly looked at.
function checkManyPrimes({ modulus, publicExponent, privateExponent, primes }: RsaNumbers): void {
  requireModulus(modulus);
  requireBelow(privateExponent, modulus);
  checkRsaNumbers(modulus, publicExponent);
  if (primes.some((prime) => prime <= 1n)) throw new PkiError('crypto/rsa: prime factor is <= 1');
  const [p = 0n, q = 0n, ...others] = primes;
  if (inverse(q, p) === undefined) throw notCoprime();
  let product = p * q;
  for (const prime of others) {
    if (inverse(product, prime) === undefined) throw notCoprime();
    product *= prime;
  }
}

function notCoprime(): PkiError {
  return new PkiError('crypto/rsa: prime factors are not relatively prime');
}

function requireModulus(value: bigint): void {
  if (value <= 1n) throw new PkiError('modulus must be > 1');
}

const LIMB_BITS = 64;

// Go tells apart what does not even fit the machine words of the modulus.
function requireBelow(value: bigint, modulus: bigint): void {
  if (value < modulus) return;
  const words = Math.ceil(bitLength(modulus) / LIMB_BITS);
  const tooLong = octetLength(value) * 8 > words * LIMB_BITS;
  throw new PkiError(tooLong ? 'input overflows the modulus size' : 'input overflows the modulus');
}

// In the order of Go's checkPrivateKey.
function checkPrivateKey({ modulus, publicExponent: e, privateExponent: d, primes }: RsaNumbers, { dp, dq, qInverse }: Crt): void {
  const [p = 0n, q = 0n] = primes;
  checkRsaNumbers(modulus, e);
  if (p >= modulus || q >= modulus) throw new PkiError('crypto/rsa: invalid prime');
  if (mod(p * q, modulus) !== 0n) throw new PkiError('crypto/rsa: p * q != n');
  checkCrtExponent(p, dp, e);
  checkCrtExponent(q, dq, e);
  if (mod(q * qInverse, p) !== 1n) throw new PkiError('crypto/rsa: invalid CRT coefficient');
  if (d % (p - 1n) !== dp) throw new PkiError('crypto/rsa: d does not match dP');
  if (d % (q - 1n) !== dq) throw new PkiError('crypto/rsa: d does not match dQ');
  if (p === q) throw new PkiError('crypto/rsa: p == q');
  const half = Math.floor(bitLength(modulus) / 2);
  if (bitLength(p > q ? p - q : q - p) <= half - 100) throw new PkiError('crypto/rsa: |p - q| too small');
  if (bitLength(d) <= half) throw new PkiError('crypto/rsa: d too small');
}

function checkCrtExponent(prime: bigint, exponent: bigint, e: bigint): void {
  if (prime <= 2n) throw new PkiError('crypto/rsa: invalid prime');
  if (exponent >= prime - 1n || mod(e * exponent, prime - 1n) !== 1n) throw new PkiError('crypto/rsa: invalid CRT exponent');
}

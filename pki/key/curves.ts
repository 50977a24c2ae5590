import { toBigInt } from '../bytes';
import { PkiError } from '../error';

export type CurveName = 'P-224' | 'P-256' | 'P-384' | 'P-521';

/** y² = x³ - 3x + b over the prime p, with a base point of prime order n (FIPS 186-4 appendix D.1.2). */
export interface Curve {
  readonly name: CurveName;
  readonly oid: string;
  /** Octets of a coordinate, and of a scalar. */
  readonly size: number;
  readonly p: bigint;
  readonly b: bigint;
  readonly n: bigint;
}

const CURVES: readonly Curve[] = [
  {
    name: 'P-224',
    oid: '1.3.132.0.33',
    size: 28,
    p: 2n ** 224n - 2n ** 96n + 1n,
    b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n,
    n: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  },
  {
    name: 'P-256',
    oid: '1.2.840.10045.3.1.7',
    size: 32,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  {
    name: 'P-384',
    oid: '1.3.132.0.34',
    size: 48,
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  {
    name: 'P-521',
    oid: '1.3.132.0.35',
    size: 66,
    p: 2n ** 521n - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    n: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
];

export function curveByOid(oid: string): Curve | undefined {
  return CURVES.find((curve) => curve.oid === oid);
}

export function curveByName(name: CurveName): Curve {
  const curve = CURVES.find((candidate) => candidate.name === name);
  if (curve === undefined) throw new PkiError(`unknown curve ${name}: use P-224, P-256, P-384 or P-521`);
  return curve;
}

const UNCOMPRESSED = 4;

/** Refuses, with Go's texts, what is no uncompressed point of the curve (SEC 1 section 2.3.4). */
export function checkUncompressedPoint(curve: Curve, point: Uint8Array): void {
  if (point[0] !== UNCOMPRESSED) throw new PkiError('ecdsa: invalid uncompressed public key');
  const label = curve.name.replace('-', '');
  if (point.length !== 1 + 2 * curve.size) throw new PkiError(`invalid ${label} point encoding`);
  const x = toBigInt(point.subarray(1, 1 + curve.size));
  const y = toBigInt(point.subarray(1 + curve.size));
  if (x >= curve.p || y >= curve.p) throw new PkiError(overflowText(curve.name));
  const difference = y * y - (x * x * x - 3n * x + curve.b);
  if (difference % curve.p !== 0n) throw new PkiError(`${label} point not on curve`);
}

// P-256 has its own arithmetic in assembler, and its own text.
function overflowText(curve: CurveName): string {
  return curve === 'P-256' ? 'invalid P256 element encoding' : `invalid ${curve.replace('-', '')}Element encoding`;
}

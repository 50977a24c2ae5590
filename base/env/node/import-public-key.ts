import { createPublicKey, type KeyObject } from 'node:crypto';

interface JwkShape {
  /** SubjectPublicKeyInfo up to the key itself, in hex. */
  readonly prefix: string;
  readonly curve: string;
  /** How many coordinates follow; they are of equal length. */
  readonly coordinates: 1 | 2;
}

const SHAPES: readonly JwkShape[] = [
  { prefix: '3059301306072a8648ce3d020106082a8648ce3d03010703420004', curve: 'P-256', coordinates: 2 },
  { prefix: '3076301006072a8648ce3d020106052b8104002203620004', curve: 'P-384', coordinates: 2 },
  { prefix: '30819b301006072a8648ce3d020106052b810400230381860004', curve: 'P-521', coordinates: 2 },
  { prefix: '302a300506032b6570032100', curve: 'Ed25519', coordinates: 1 },
];

const PREFIXES = SHAPES.map((shape) => ({ ...shape, bytes: Buffer.from(shape.prefix, 'hex') }));

/** Imports SubjectPublicKeyInfo. OpenSSL takes half the time for the coordinates of a curve key than for its DER. */
export function importPublicKey(spki: Buffer): KeyObject {
  const shape = PREFIXES.find(({ bytes }) => spki.length > bytes.length && spki.compare(bytes, 0, bytes.length, 0, bytes.length) === 0);
  if (shape === undefined) return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  const size = (spki.length - shape.bytes.length) / shape.coordinates;
  const [x, y] = [0, 1].map((i) => spki.toString('base64url', shape.bytes.length + i * size, shape.bytes.length + (i + 1) * size));
  const curve = { crv: shape.curve, x: x ?? '' };
  const key = shape.coordinates === 1 ? { kty: 'OKP', ...curve } : { kty: 'EC', ...curve, y: y ?? '' };
  return createPublicKey({ key, format: 'jwk' });
}

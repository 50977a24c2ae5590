import type { CryptoPort, KeySpec } from '../../base/env/crypto';
import type { Random } from '../../base/env/ports';
import { generateSigningKey } from '../../pki';
import type { SigningKey } from '../../pki';
import type { CertificateSpec } from './certificate';

const RSA = { least: 2048, most: 8192 };
const CURVES: ReadonlyMap<number, 'P-256' | 'P-384' | 'P-521'> = new Map([
  [256, 'P-256'],
  [384, 'P-384'],
  [521, 'P-521'],
]);

/** The key `spec.privateKey` asks for. Throws an Error with cert-manager's text. */
export function generateKey(spec: CertificateSpec, random: Random, crypto: CryptoPort): SigningKey {
  return generateSigningKey(keySpec(spec.privateKey ?? {}), random.stream('private-key'), crypto);
}

function keySpec({ algorithm = '', size = 0 }: NonNullable<CertificateSpec['privateKey']>): KeySpec {
  if (algorithm === '' || algorithm === 'RSA') return { kind: 'RSA', bits: rsaBits(size) };
  if (algorithm === 'Ed25519') return { kind: 'Ed25519' };
  if (algorithm !== 'ECDSA') throw new Error(`unsupported private key algorithm specified: ${algorithm}`);
  const curve = CURVES.get(size === 0 ? 256 : size);
  if (curve === undefined) throw new Error(`unsupported ecdsa key size specified: ${size}`);
  return { kind: 'ECDSA', curve };
}

function rsaBits(size: number): number {
  if (size === 0) return RSA.least;
  if (size < RSA.least) throw new Error(`weak rsa key size specified: ${size}. minimum key size: ${RSA.least}`);
  if (size > RSA.most) throw new Error(`rsa key size specified too big: ${size}. maximum key size: ${RSA.most}`);
  return size;
}

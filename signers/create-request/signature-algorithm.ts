import type { PublicKey } from '../../pki';
import {
  ECDSA_SHA256,
  ECDSA_SHA384,
  ECDSA_SHA512,
  ED25519,
  RSA_SHA256,
  RSA_SHA384,
  RSA_SHA512,
} from '../../pki/algorithm/signature-algorithm';
import type { SignatureAlgorithm } from '../../pki/algorithm/signature-algorithm';
import type { CertificateSpec } from './certificate';

const NAMED: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  ['SHA256WithRSA', RSA_SHA256],
  ['SHA384WithRSA', RSA_SHA384],
  ['SHA512WithRSA', RSA_SHA512],
  ['ECDSAWithSHA256', ECDSA_SHA256],
  ['ECDSAWithSHA384', ECDSA_SHA384],
  ['ECDSAWithSHA512', ECDSA_SHA512],
  ['PureEd25519', ED25519],
]);

/** The algorithm a Certificate names, else the one that fits the strength of the key. */
export function signatureAlgorithm({ signatureAlgorithm: name = '' }: CertificateSpec, key: PublicKey): SignatureAlgorithm {
  return NAMED.get(name) ?? fittingAlgorithm(key);
}

function fittingAlgorithm(key: PublicKey): SignatureAlgorithm {
  if (key.kind === 'RSA') return key.bits >= 4096 ? RSA_SHA512 : key.bits >= 3072 ? RSA_SHA384 : RSA_SHA256;
  if (key.kind !== 'ECDSA') return ED25519;
  if (key.curve.name === 'P-521') return ECDSA_SHA512;
  return key.curve.name === 'P-384' ? ECDSA_SHA384 : ECDSA_SHA256;
}

import { nodeCrypto } from '../../base/env/node/crypto';
import { systemRandom } from '../../base/env/node/random';
import type { KeySpec } from '../../base/env/crypto';
import { parseAddress } from '../../base/go/address';
import { parseUrl } from '../../base/go/url';
import { createCertificateRequest, encodePem, generateSigningKey, type SigningKey } from '../../pki';
import { keyRing } from './key-ring';

/** What a feature's table wants of the PKCS #10 request. */
export interface Identity {
  readonly key: string;
  readonly commonName: string;
  readonly organization: readonly string[];
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
}

const crypto = nodeCrypto();
const random = systemRandom.stream('conformance');
const make = (spec: KeySpec) => (): SigningKey => generateSigningKey(spec, random, crypto);

// An RSA key takes several times as long as the rest of its scenario, and no scenario needs more than a few that differ.
const RSA_KEYS = 8;

const KEYS: Readonly<Record<string, () => SigningKey>> = {
  'ECDSA P-256': make({ kind: 'ECDSA', curve: 'P-256' }),
  'ECDSA P-384': make({ kind: 'ECDSA', curve: 'P-384' }),
  'RSA 2048': keyRing(RSA_KEYS, make({ kind: 'RSA', bits: 2048 })),
  Ed25519: make({ kind: 'Ed25519' }),
};

/** A request over a key of its own: PEM. */
export function identityPem(identity: Identity): string {
  const key = KEYS[identity.key];
  if (key === undefined) throw new Error(`the table names the key "${identity.key}": write one of ${Object.keys(KEYS).join(', ')}`);
  const { commonName, organization, dnsNames, emailAddresses } = identity;
  const template = {
    subject: { commonName, organization },
    ...{ dnsNames, emailAddresses },
    ipAddresses: identity.ipAddresses.map(octets),
    uris: identity.uris.map(parseUrl),
  };
  return encodePem('CERTIFICATE REQUEST', createCertificateRequest(template, key(), crypto));
}

function octets(text: string): Uint8Array {
  return parseAddress(text).octets;
}

/** Six letters and digits that tell one run's objects from another's. */
export function runSuffix(): string {
  return random.uuid().slice(0, 6);
}

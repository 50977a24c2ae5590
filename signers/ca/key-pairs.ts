import type { CryptoPort } from '../../base/env/crypto';
import { BoundedMap } from '../../kube/bounded-map';
import type { Secret } from '../../kube/types/core';
import { readSigningKeyPair } from '../../pki';
import type { SigningKeyPair } from '../../pki';
import { secretContent } from '../engine/secret-data';

const REMEMBERED = 256;

// Reading a pair costs as much as signing with it, and most requests go to few issuers.
const known = new WeakMap<CryptoPort, BoundedMap<SigningKeyPair>>();

/** The signing pair in a Secret, read once for each version of it. `name` is for the texts of errors, which are not remembered. */
export function keyPairOf(name: string, secret: Secret, crypto: CryptoPort): SigningKeyPair {
  const { uid = '', resourceVersion = '' } = secret.metadata ?? {};
  if (uid === '' || resourceVersion === '') return readSigningKeyPair(secretContent(name, secret), crypto);
  const pairs = known.get(crypto) ?? new BoundedMap<SigningKeyPair>(REMEMBERED);
  known.set(crypto, pairs);
  const key = `${uid}/${resourceVersion}`;
  const pair = pairs.get(key) ?? readSigningKeyPair(secretContent(name, secret), crypto);
  pairs.set(key, pair);
  return pair;
}

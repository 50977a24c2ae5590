import type { AlgorithmIdentifier } from './algorithm/identifier';
import type { KeyKind, SignatureAlgorithm } from './algorithm/signature-algorithm';
import type { Extension } from './extension/extension';
import type { PublicKey } from './key/public-key';
import type { Name } from './name/name';

/** A subject and its key under a signature: what certificates (RFC 5280) and requests (RFC 2986) have in common. */
export interface SignedSubject {
  readonly rawSubject: Uint8Array;
  readonly subject: Name;
  readonly rawPublicKeyInfo: Uint8Array;
  /** Undefined: an algorithm Go does not know. */
  readonly publicKeyKind: KeyKind | undefined;
  readonly publicKey: PublicKey | undefined;
  readonly publicKeyAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signatureAlgorithmOid: string;
  readonly signature: Uint8Array;
  readonly extensions: readonly Extension[];
}

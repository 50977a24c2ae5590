import type { SignatureScheme } from '../crypto';

/** A signature and what it is said to stand over. */
export interface Claim {
  readonly scheme: SignatureScheme;
  readonly spki: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

// An API server checks a request at every write and its signer once more: they share an answer as long as this many others are younger.
const CAPACITY = 1024;
// Beyond this, remembering costs more memory than verifying again costs time.
const LONGEST_MESSAGE = 4096;

/** Verdicts on signatures, which are pure functions of their bytes; the longest unused one goes first. */
export class VerdictCache {
  readonly #verify: (claim: Claim) => boolean;
  readonly #verdicts = new Map<string, boolean>();

  constructor(verify: (claim: Claim) => boolean) {
    this.#verify = verify;
  }

  verdict(claim: Claim): boolean {
    if (claim.message.length > LONGEST_MESSAGE) return this.#verify(claim);
    const id = idOf(claim);
    const known = this.#verdicts.get(id);
    const verdict = known ?? this.#verify(claim);
    if (known !== undefined) this.#verdicts.delete(id);
    this.#verdicts.set(id, verdict);
    const oldest = this.#verdicts.size > CAPACITY ? this.#verdicts.keys().next().value : undefined;
    if (oldest !== undefined) this.#verdicts.delete(oldest);
    return verdict;
  }
}

// The lengths keep one claim's parts from passing for another's.
function idOf({ scheme, spki, message, signature }: Claim): string {
  const lengths = `${scheme.kind} ${scheme.hash ?? ''} ${spki.length} ${message.length} `;
  return lengths + [spki, message, signature].map(text).join('');
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

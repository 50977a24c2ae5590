import type { KeyObject } from 'node:crypto';

// A signing lab sees the same authorities again and again and a new requester each time: enough for the former, bounded for the latter.
const CAPACITY = 1024;

/** Keys already imported, by their DER; the longest unused one goes first. Importing costs about as much as a signature. */
export class ImportCache {
  readonly #import: (der: Uint8Array) => KeyObject;
  readonly #byIdentity = new WeakMap<Uint8Array, KeyObject>();
  readonly #byContent = new Map<string, KeyObject>();

  constructor(importKey: (der: Uint8Array) => KeyObject) {
    this.#import = importKey;
  }

  get(der: Uint8Array): KeyObject {
    const known = this.#byIdentity.get(der);
    if (known !== undefined) return known;
    const key = this.#byValue(der);
    this.#byIdentity.set(der, key);
    return key;
  }

  #byValue(der: Uint8Array): KeyObject {
    const id = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
    const known = this.#byContent.get(id);
    if (known === undefined) return this.#remember(id, this.#import(der));
    this.#byContent.delete(id);
    this.#byContent.set(id, known);
    return known;
  }

  #remember(id: string, key: KeyObject): KeyObject {
    this.#byContent.set(id, key);
    const oldest = this.#byContent.size > CAPACITY ? this.#byContent.keys().next().value : undefined;
    if (oldest !== undefined) this.#byContent.delete(oldest);
    return key;
  }
}

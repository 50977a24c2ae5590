const encoder = new TextEncoder();
const ASCII_LOOP = 64;
const SAFE_VARINT = 2 ** 28;

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const;

export type WireType = (typeof WIRE)[keyof typeof WIRE];

/** Writes a message from its end to its beginning, so that every length is known when it is due. */
export class WireWriter {
  #buffer = new Uint8Array(1024);
  #at = this.#buffer.length;

  /** Bytes written so far. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  finish(): Uint8Array {
    return this.#buffer.slice(this.#at);
  }

  tag(field: number, wire: WireType): void {
    this.varint(field * 8 + wire);
  }

  /** Everything written since `length` was `before` becomes one length-delimited value. */
  closeLength(before: number): void {
    this.varint(this.length - before);
  }

  /** Negative numbers take ten bytes, as two's complement of 64 bits. */
  varint(value: number | bigint): void {
    if (typeof value === 'bigint' || value < 0 || value >= SAFE_VARINT) return this.#longVarint(BigInt.asUintN(64, BigInt(value)));
    if (value < 0x80) return this.#byte(value);
    const size = value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : 4;
    this.#reserve(size);
    this.#at -= size;
    let rest = value;
    for (let i = 0; i < size; i++, rest >>>= 7) this.#buffer[this.#at + i] = (rest & 0x7f) | (i < size - 1 ? 0x80 : 0);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#at -= 8;
    new DataView(this.#buffer.buffer).setFloat64(this.#at, value, true);
  }

  /** With its length. */
  text(value: string): void {
    const before = this.length;
    if (value.length > ASCII_LOOP || !this.#ascii(value)) this.#raw(encoder.encode(value));
    this.closeLength(before);
  }

  /** With their length. */
  bytes(value: Uint8Array): void {
    this.#raw(value);
    this.varint(value.length);
  }

  #ascii(value: string): boolean {
    this.#reserve(value.length);
    const start = this.#at - value.length;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      this.#buffer[start + i] = code;
    }
    this.#at = start;
    return true;
  }

  #longVarint(value: bigint): void {
    const bytes: number[] = [];
    for (let rest = value; ; rest >>= 7n) {
      bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
      if (rest <= 0x7fn) break;
    }
    this.#raw(Uint8Array.from(bytes));
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[--this.#at] = value;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#at -= bytes.length;
    this.#buffer.set(bytes, this.#at);
  }

  #reserve(size: number): void {
    if (this.#at >= size) return;
    const grown = new Uint8Array(2 * this.#buffer.length + size);
    grown.set(this.#buffer.subarray(this.#at), grown.length - this.length);
    this.#at = grown.length - this.length;
    this.#buffer = grown;
  }
}

import { goUtf8 } from '../../../../base/go';
import { WIRE } from './wire-writer';

/** The bytes are no message; the text is that of Go's generated code. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Reads the fields of one message in the order they come. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  tag(message: string): { readonly field: number; readonly wire: number } {
    const tag = Number(this.#unsigned());
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === WIRE.endGroup) throw new ProtobufError(`proto: ${message}: wiretype end group for non-group`);
    if (field <= 0) throw new ProtobufError(`proto: ${message}: illegal tag ${field} (wire type ${wire})`);
    return { field, wire };
  }

  /** As a signed integer of 64 bits; a number where a double holds it. */
  varint(): number | bigint {
    const value = this.#unsigned();
    if (typeof value === 'number') return value;
    const signed = BigInt.asIntN(64, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  double(): number {
    return view(this.#take(8)).getFloat64(0, true);
  }

  text(): string {
    return goUtf8(this.bytes());
  }

  bytes(): Uint8Array {
    return this.#take(Number(this.#unsigned()));
  }

  skip(wire: number): void {
    if (wire === WIRE.varint) this.#unsigned();
    else if (wire === WIRE.fixed64) this.#take(8);
    else if (wire === WIRE.bytes) this.bytes();
    else if (wire === WIRE.fixed32) this.#take(4);
    else this.#skipGroup(wire);
  }

  #skipGroup(wire: number): void {
    if (wire !== WIRE.startGroup) throw new ProtobufError(`proto: illegal wireType ${wire}`);
    for (;;) {
      const inner = Number(this.#unsigned()) % 8;
      if (inner === WIRE.endGroup) return;
      this.skip(inner);
    }
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new ProtobufError('unexpected EOF');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #unsigned(): number | bigint {
    let value = 0;
    for (let shift = 1; shift < 2 ** 49; shift *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
    let long = BigInt(value);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      long += BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return long;
    }
    throw new ProtobufError('proto: integer overflow');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new ProtobufError('unexpected EOF');
    return byte;
  }
}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;

/** Writes protobuf: fields in the order they are written, messages nested by callback. */
export class Writer {
  private buffer = new Uint8Array(256);
  private length = 0;

  text(number: number, value: string): void {
    this.bytes(number, new TextEncoder().encode(value));
  }

  integer(number: number, value: number): void {
    this.varint(number * 8 + VARINT);
    this.varint(value);
  }

  double(number: number, value: number): void {
    this.varint(number * 8 + FIXED64);
    this.reserve(8);
    new DataView(this.buffer.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  message(number: number, write: (inner: Writer) => void): void {
    const inner = new Writer();
    write(inner);
    this.bytes(number, inner.finish());
  }

  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private bytes(number: number, value: Uint8Array): void {
    this.varint(number * 8 + BYTES);
    this.varint(value.length);
    this.reserve(value.length);
    this.buffer.set(value, this.length);
    this.length += value.length;
  }

  private varint(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length++] = rest;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

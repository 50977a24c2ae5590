import { DnsFormatError } from './message';
import { nameOf } from './name';

const POINTER = 0xc0;

/** Reads a message's bytes from the front. Throws DnsFormatError where they end too early or mean nothing. */
export class Reader {
  at = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly end = bytes.length,
  ) {}

  u8(): number {
    const octet = this.at < this.end ? this.bytes[this.at++] : undefined;
    if (octet === undefined) throw new DnsFormatError('the message ends too early');
    return octet;
  }

  /** Big-endian, of up to six octets. */
  number(octets: number): number {
    let value = 0;
    for (let i = 0; i < octets; i++) value = value * 256 + this.u8();
    return value;
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.end) throw new DnsFormatError('the message ends too early');
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  /** RFC 1035 section 4.1.4. A pointer leads backwards only, so that no name goes round in circles. */
  name(): string {
    const labels: Uint8Array[] = [];
    let from = this.at;
    for (let length = this.u8(), back: number | undefined; ; length = this.u8()) {
      if (length === 0) {
        this.at = back ?? this.at;
        return nameOf(labels);
      }
      if (length < 64) labels.push(this.take(length));
      else {
        if ((length & POINTER) !== POINTER) throw new DnsFormatError('a label of an unknown kind');
        const target = (length & ~POINTER) * 256 + this.u8();
        if (target >= from) throw new DnsFormatError('a compressed name that points forwards');
        back ??= this.at;
        this.at = from = target;
      }
    }
  }

  /** A reader of the next so many bytes, which this one passes over. Names in them may point to all that came before. */
  part(length: number): Reader {
    const part = new Reader(this.bytes, this.at + length);
    part.at = this.at;
    this.take(length);
    return part;
  }
}

import { labelsOf, nameOf } from './name';

const POINTER = 0xc000;

/** Collects a message's bytes. */
export class Writer {
  private readonly octets: number[] = [];
  /** Where names begin that later ones may point to. */
  private readonly names = new Map<string, number>();

  get length(): number {
    return this.octets.length;
  }

  number(value: number, octets: number): void {
    for (let i = octets - 1; i >= 0; i--) this.octets.push(Math.floor(value / 256 ** i) % 256);
  }

  bytes(bytes: Uint8Array): void {
    for (const octet of bytes) this.octets.push(octet);
  }

  /** With `compress` the end of the name may be a pointer to an earlier one (RFC 1035 section 4.1.4). */
  name(name: string, compress: boolean): void {
    const labels = labelsOf(name);
    for (const [i, label] of labels.entries()) {
      const rest = nameOf(labels.slice(i));
      const known = compress ? this.names.get(rest) : undefined;
      if (known !== undefined) {
        this.number(POINTER + known, 2);
        return;
      }
      if (this.length < 0x4000 && !this.names.has(rest)) this.names.set(rest, this.length);
      this.number(label.length, 1);
      this.bytes(label);
    }
    this.number(0, 1);
  }

  /** What `write` writes, behind its length in two octets. */
  sized(write: () => void): void {
    const at = this.length;
    this.number(0, 2);
    write();
    const length = this.length - at - 2;
    this.octets[at] = length >> 8;
    this.octets[at + 1] = length & 0xff;
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.octets);
  }
}

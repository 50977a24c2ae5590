import { isMinimal, validPadding, type BitString } from '../asn1/primitives';
import { certificateGeneralizedTime, certificateUtcTime } from '../asn1/time';
import { toBigInt } from '../bytes';
import { dotted } from './oid';
import { TAG } from './tags';

export interface TaggedContent {
  /** The identifier octet. */
  readonly tag: number;
  readonly content: DerReader;
}

const INT64_OCTETS = 8;
const LARGEST_ARC_BEFORE_SHIFT = 2 ** 24;
const LARGEST_ARC_OCTETS = 5;

/** Elements of a buffer one after the other, as cryptobyte reads them: low tag numbers only, every failure is just undefined. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get empty(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  get bytes(): Uint8Array {
    return this.#offset === 0 ? this.#bytes : this.#bytes.subarray(this.#offset);
  }

  peek(tag: number): boolean {
    return this.#bytes[this.#offset] === tag;
  }

  any(): TaggedContent | undefined {
    const tag = this.#bytes[this.#offset];
    const content = this.#next(true);
    return tag === undefined || content === undefined ? undefined : { tag, content: new DerReader(content) };
  }

  read(tag: number): DerReader | undefined {
    const content = this.content(tag);
    return content === undefined ? undefined : new DerReader(content);
  }

  content(tag: number): Uint8Array | undefined {
    const found = this.#bytes[this.#offset];
    const content = this.#next(true);
    return found === tag ? content : undefined;
  }

  /** With its header. */
  element(tag: number): Uint8Array | undefined {
    const found = this.#bytes[this.#offset];
    const element = this.#next(false);
    return found === tag ? element : undefined;
  }

  anyElement(): Uint8Array | undefined {
    return this.#next(false);
  }

  boolean(): boolean | undefined {
    const content = this.content(TAG.boolean);
    if (content?.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) return undefined;
    return content[0] === 0xff;
  }

  /** Two's complement, shortest form. */
  integerBytes(tag: number = TAG.integer): Uint8Array | undefined {
    const content = this.content(tag);
    const [first, second] = content ?? [];
    return first === undefined || !isMinimal(first, second) ? undefined : content;
  }

  bigInteger(): bigint | undefined {
    const content = this.integerBytes();
    return content === undefined ? undefined : BigInt.asIntN(content.length * 8, toBigInt(content));
  }

  int64(tag: number = TAG.integer): bigint | undefined {
    const content = this.integerBytes(tag);
    if (content === undefined || content.length > INT64_OCTETS) return undefined;
    return BigInt.asIntN(content.length * 8, toBigInt(content));
  }

  objectIdentifier(): string | undefined {
    const content = this.content(TAG.objectIdentifier);
    return content === undefined ? undefined : dottedContent(content);
  }

  bitString(): BitString | undefined {
    const content = this.content(TAG.bitString);
    const unused = content?.[0];
    if (content === undefined || unused === undefined || !validPadding(content, unused)) return undefined;
    return { bytes: content.subarray(1), bitLength: (content.length - 1) * 8 - unused };
  }

  utcTime(): number | undefined {
    const content = this.content(TAG.utcTime);
    return content === undefined ? undefined : certificateUtcTime(content);
  }

  generalizedTime(): number | undefined {
    const content = this.content(TAG.generalizedTime);
    return content === undefined ? undefined : certificateGeneralizedTime(content);
  }

  #next(skipHeader: boolean): Uint8Array | undefined {
    const start = this.#offset;
    const tag = this.#bytes[start];
    const first = this.#bytes[start + 1];
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    const octets = first < 0x80 ? 0 : first & 0x7f;
    const length = first < 0x80 ? first : this.#longLength(start + 2, octets);
    const contentStart = start + 2 + octets;
    if (length === undefined || contentStart + length > this.#bytes.length) return undefined;
    this.#offset = contentStart + length;
    return this.#bytes.subarray(skipHeader ? contentStart : start, this.#offset);
  }

  #longLength(start: number, octets: number): number | undefined {
    if (octets === 0 || octets > 4 || start + octets > this.#bytes.length || this.#bytes[start] === 0) return undefined;
    let length = 0;
    for (let i = 0; i < octets; i++) length = length * 256 + (this.#bytes[start + i] ?? 0);
    return length < 0x80 ? undefined : length;
  }
}

/** Content octets of an OBJECT IDENTIFIER as dotted text; arcs beyond 31 bits do not exist here. */
export function dottedContent(content: Uint8Array): string | undefined {
  if (content.length === 0 || (content.at(-1) ?? 0) >= 0x80) return undefined;
  const arcs: number[] = [];
  let arc = 0;
  let octets = 0;
  for (const octet of content) {
    if (octets === LARGEST_ARC_OCTETS || arc >= LARGEST_ARC_BEFORE_SHIFT || (octets === 0 && octet === 0x80)) return undefined;
    arc = arc * 128 + (octet & 0x7f);
    octets++;
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0;
    octets = 0;
  }
  return dotted(arcs);
}

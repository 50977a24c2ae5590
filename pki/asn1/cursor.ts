import { structuralError, syntaxError } from '../error';
import { readHeader, type Header } from './header';

/** What a field is read as: the counterpart of a Go type. */
export interface Asn1Type<T> {
  /** Its name in Go; types without a name have none. Part of error texts. */
  readonly name: string;
  /** Universal tag number; undefined takes any element. */
  readonly tag?: number;
  readonly compound: boolean;
  read(element: Element): T;
}

export interface Element {
  readonly class: number;
  readonly tag: number;
  readonly compound: boolean;
  readonly content: Uint8Array;
  /** With its header (with the explicit one too, where there is one). */
  readonly full: Uint8Array;
}

/** Tagging of a field, context-specific. */
export interface Tagging {
  readonly tag: number;
  readonly explicit?: boolean;
}

// Go prints the address of the expected tag number.
const POINTER = '0xc000012a30';

/** Reads the fields of a SEQUENCE, or the elements of a buffer, one after the other; what follows the last field read is nobody's concern. */
export class Cursor {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get rest(): Uint8Array {
    return this.#bytes.subarray(this.#offset);
  }

  required<T>(type: Asn1Type<T>, tagging?: Tagging): T {
    if (this.#offset === this.#bytes.length) throw syntaxError('sequence truncated');
    const header = this.#header(type, tagging);
    if (header === undefined) throw structuralError("explicitly tagged member didn't match");
    if (!matches(header, type, tagging)) throw this.#mismatch(header, type, { optional: false, ...tagging });
    return type.read(this.#take(header));
  }

  /** Undefined when the field is not the next element; whatever is there stays for the next field. */
  optional<T>(type: Asn1Type<T>, tagging?: Tagging): T | undefined {
    if (this.#offset === this.#bytes.length) return undefined;
    const header = this.#header(type, tagging);
    if (header === undefined || !matches(header, type, tagging)) return undefined;
    return type.read(this.#take(header));
  }

  // The header that must match the type: behind the explicit one, if the field has that. Undefined when the explicit one does not match.
  #header<T>(type: Asn1Type<T>, tagging: Tagging | undefined): Header | undefined {
    const outer = readHeader(this.#bytes, this.#offset);
    if (tagging?.explicit !== true) return outer;
    if (outer.start === this.#bytes.length) throw structuralError('explicit tag has no child');
    if (outer.class !== 2 || outer.tag !== tagging.tag || !(outer.length === 0 || outer.compound)) return undefined;
    if (type.tag === undefined) return outer;
    if (outer.length === 0) throw structuralError('zero length explicit tag was not an asn1.Flag');
    return readHeader(this.#bytes, outer.start);
  }

  #take(header: Header): Element {
    const end = header.start + header.length;
    if (end > this.#bytes.length) throw syntaxError('data truncated');
    const full = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    const { class: tagClass, tag, compound, start } = header;
    return { class: tagClass, tag, compound, content: this.#bytes.subarray(start, end), full };
  }

  #mismatch<T>(header: Header, type: Asn1Type<T>, field: Partial<Tagging> & { optional: boolean }): Error {
    const expected = field.tag !== undefined && field.explicit !== true ? field.tag : (type.tag ?? -1);
    const found = `{class:${header.class} tag:${header.tag} length:${header.length} isCompound:${header.compound}}`;
    const parameters =
      `{optional:${field.optional} explicit:${field.explicit === true} application:false private:false defaultValue:<nil> ` +
      `tag:${field.tag === undefined ? '<nil>' : POINTER} stringType:0 timeType:0 set:false omitEmpty:false}`;
    return structuralError(`tags don't match (${expected} vs ${found}) ${parameters} ${type.name} @${header.start}`);
  }
}

function matches<T>(header: Header, type: Asn1Type<T>, tagging: Tagging | undefined): boolean {
  const implicit = tagging !== undefined && tagging.explicit !== true;
  if (type.tag === undefined && !implicit) return true;
  if (type.tag !== undefined && header.compound !== type.compound) return false;
  if (implicit) return header.class === 2 && header.tag === tagging.tag;
  return header.class === 0 && header.tag === type.tag;
}

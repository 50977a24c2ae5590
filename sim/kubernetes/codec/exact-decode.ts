import { isCanonicalBase64, decodeBase64, encodeBase64 } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { canonicalMicros, canonicalQuantity, canonicalSeconds } from './scalars';
import { RawNumber, RawObject } from './raw-json';
import { asWritten, untyped } from './untyped';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldNode, ListNode, MapNode, ScalarNode, StructNode, TypeNode, Union } from '../schema/type-node';
import type { RawJson } from './raw-json';
import { goQuote } from '../../../base/go';

export interface ExactResult {
  /** Fits its type and has only known members; still to be canonicalized. */
  readonly value: Json;
  /** `unknown field "spec.foo"`, `duplicate field "spec.bar"`: in the order of the text, each once, at most 100. */
  readonly strict: readonly string[];
}

/** Decoding failed; the message is encoding/json's. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/**
 * Decodes as sigs.k8s.io/json does, member by member in the order of the text: names match exactly, a repeated member is decoded on top
 * of the first, the first value that does not fit is what gets reported, except that a type's own decoder stops everything.
 * Strict errors show paths below `path`.
 */
export function decodeExactly(type: TypeNode, raw: RawJson, path = ''): ExactResult {
  const decoder = new ExactDecoder();
  const value = decoder.value(type, raw, { struct: '', stack: [], path });
  return { value: decoder.finish(value), strict: [...decoder.strict] };
}

/** Where the decoder stands: the struct whose member it reads, Go's names on the way, and the path that strict errors show. */
interface Place {
  readonly struct: string;
  readonly stack: readonly string[];
  readonly path: string;
}

const MAX_STRICT_ERRORS = 100;

class ExactDecoder {
  readonly strict = new Set<string>();
  /** Inside JSONSchemaPropsOrBool and its like, which decode leniently. */
  #lenient = false;
  #failure: string | undefined;

  finish(value: Json): Json {
    if (this.#failure !== undefined) throw new DecodeError(this.#failure);
    return value;
  }

  /** `onto` is what an earlier member of that name left. */
  value(type: TypeNode, raw: RawJson, place: Place, onto?: Json): Json {
    if (type.kind === 'any' && type.union !== undefined) return this.#union(type.union, raw, place);
    if (type.kind === 'any') return type.goType === 'interface {}' ? untyped(raw) : asWritten(raw);
    if (type.kind === 'scalar') return this.#scalar(type, raw, place, onto);
    if (raw === null) return type.kind === 'struct' ? (onto ?? null) : null;
    if (type.kind === 'list' && Array.isArray(raw)) return this.#list(type, raw, place);
    if (type.kind === 'struct' && raw instanceof RawObject) return this.#struct(type, raw, { place, onto });
    if (type.kind === 'map' && raw instanceof RawObject) return this.#map(type, raw, { place, onto });
    return this.#mismatch(kindOf(raw), type.goType ?? '', place);
  }

  #struct(type: StructNode, raw: RawObject, { place, onto }: { readonly place: Place; readonly onto: Json | undefined }): JsonObject {
    const out: JsonObject = isObject(onto) ? { ...onto } : {};
    const seen = new Set<string>();
    for (const [key, value] of raw.members) {
      const field = type.field(key);
      const path = place.path === '' ? key : `${place.path}.${key}`;
      if (field === undefined) {
        this.#complain('unknown', path);
        continue;
      }
      if (seen.has(key)) this.#complain('duplicate', path);
      seen.add(key);
      this.#member(field, value, { out, place: inside(type, field, place.stack, path) });
    }
    return out;
  }

  #member(field: FieldNode, raw: RawJson, { out, place }: { readonly out: JsonObject; readonly place: Place }): void {
    if (raw === null && field.pointer) out[field.name] = null;
    else out[field.name] = this.value(field.type, raw, place, out[field.name]);
  }

  #map(type: MapNode, raw: RawObject, { place, onto }: { readonly place: Place; readonly onto: Json | undefined }): JsonObject {
    const members = new Map<string, Json>(isObject(onto) ? Object.entries(onto) : []);
    const seen = new Set<string>();
    for (const [key, value] of raw.members) {
      const path = place.path === '' ? key : `${place.path}.${key}`;
      if (seen.has(key)) this.#complain('duplicate', path);
      seen.add(key);
      members.set(key, this.value(type.value, value, { ...place, path }));
    }
    return Object.fromEntries(members);
  }

  #list(type: ListNode, raw: readonly RawJson[], place: Place): Json[] {
    return raw.map((item, index) => this.value(type.item, item, { ...place, path: `${place.path}[${index}]` }));
  }

  #scalar(type: ScalarNode, raw: RawJson, place: Place, onto: Json | undefined): Json {
    const { scalar, goType } = type;
    if (scalar === 'bytes') return this.#bytes(raw, place);
    if (scalar === 'time' || scalar === 'microTime') return raw === null ? null : this.#time(scalar, raw, place);
    if (scalar === 'quantity') return raw === null ? null : this.#quantity(raw);
    if (raw === null) return onto ?? null;
    if (scalar === 'intOrString') return typeof raw === 'string' ? raw : this.#stopUnless(raw, 'int32', place);
    if (scalar === 'string' && typeof raw === 'string') return raw;
    if (scalar === 'bool' && typeof raw === 'boolean') return raw;
    if (!(raw instanceof RawNumber) || scalar === 'string' || scalar === 'bool') return this.#mismatch(kindOf(raw), goType, place);
    const number = scalar === 'float64' ? Number(raw.text) : integer(raw.text, scalar === 'int32' ? 32n : 64n);
    if (number === undefined || number === Infinity || number === -Infinity) {
      return this.#mismatch(`number ${raw.text}`, goType, place);
    }
    return number;
  }

  #bytes(raw: RawJson, place: Place): Json {
    if (raw === null) return null;
    if (Array.isArray(raw)) return this.#byteArray(raw, place);
    if (typeof raw !== 'string') return this.#mismatch(kindOf(raw), '[]uint8', place);
    if (isCanonicalBase64(raw)) return raw;
    const decoded = decodeBase64(raw);
    if ('bytes' in decoded) return encodeBase64(decoded.bytes);
    this.#failure ??= decoded.error;
    return null;
  }

  /** A list of numbers is a list of bytes, too. */
  #byteArray(raw: readonly RawJson[], place: Place): string {
    const bytes = raw.map((item) => {
      if (item === null) return 0;
      const value = item instanceof RawNumber ? integer(item.text, 64n) : undefined;
      if (typeof value === 'number' && value >= 0 && value <= 255) return value;
      this.#mismatch(item instanceof RawNumber ? `number ${item.text}` : kindOf(item), 'uint8', place);
      return 0;
    });
    return encodeBase64(Uint8Array.from(bytes));
  }

  #time(scalar: 'time' | 'microTime', raw: RawJson, place: Place): Json {
    if (typeof raw !== 'string') throw new DecodeError(mismatchText(kindOf(raw), 'string', place));
    const result = scalar === 'time' ? canonicalSeconds(raw) : canonicalMicros(raw);
    if ('error' in result) throw new DecodeError(result.error);
    return result.value;
  }

  #quantity(raw: RawJson): Json {
    const result = canonicalQuantity(typeof raw === 'string' ? raw : raw instanceof RawNumber ? raw.text : kindOf(raw));
    if ('error' in result) throw new DecodeError(result.error);
    return result.value;
  }

  /** For types that hand the value to a decoder of its own, whose refusal is final. */
  #stopUnless(raw: RawJson, goType: 'int32', place: Place): Json {
    const value = raw instanceof RawNumber ? integer(raw.text, 32n) : undefined;
    if (value !== undefined) return value;
    throw new DecodeError(mismatchText(raw instanceof RawNumber ? `number ${raw.text}` : kindOf(raw), goType, place));
  }

  #union({ schema, or }: Union, raw: RawJson, place: Place): Json {
    if (raw instanceof RawObject) return this.#leniently(() => this.value(schema, raw, place));
    if (or === 'bool') {
      if (typeof raw === 'boolean') return raw;
      throw new DecodeError('boolean or JSON schema expected');
    }
    if (!Array.isArray(raw)) return null;
    return this.#leniently(() => raw.map((item) => (or === 'strings' ? this.#text(item, place) : this.value(schema, item, place))));
  }

  #text(raw: RawJson, place: Place): string {
    if (raw === null || typeof raw === 'string') return raw ?? '';
    throw new DecodeError(mismatchText(kindOf(raw), 'string', place));
  }

  #leniently<T>(decode: () => T): T {
    const outer = this.#lenient;
    this.#lenient = true;
    const result = decode();
    this.#lenient = outer;
    return result;
  }

  #complain(what: 'unknown' | 'duplicate', path: string): void {
    if (!this.#lenient && this.strict.size < MAX_STRICT_ERRORS) this.strict.add(`${what} field ${goQuote(path)}`);
  }

  #mismatch(found: string, goType: string, place: Place): null {
    this.#failure ??= mismatchText(found, goType, place);
    return null;
  }
}

function inside(type: StructNode, field: FieldNode, stack: readonly string[], path: string): Place {
  const embedded = (field.embedded ?? []).map((each) => each.goName);
  return { struct: type.name, stack: [...stack, ...embedded, field.name], path };
}

function mismatchText(found: string, goType: string, { struct, stack }: Place): string {
  const target = stack.length === 0 ? 'Go value' : `Go struct field ${struct}.${stack.join('.')}`;
  return `json: cannot unmarshal ${found} into ${target} of type ${goType}`;
}

function kindOf(raw: RawJson): string {
  if (raw instanceof RawNumber) return 'number';
  if (raw instanceof RawObject) return 'object';
  if (Array.isArray(raw)) return 'array';
  return typeof raw === 'boolean' ? 'bool' : 'string';
}

/** strconv.ParseInt within so many bits; a number where a double holds it. */
function integer(text: string, bits: bigint): number | bigint | undefined {
  if (!/^-?\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  if (value >= 1n << (bits - 1n) || value < -(1n << (bits - 1n))) return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

import { encodeBase64, formatRfc3339 } from '../../../../base/go';
import { isObject } from '../../../../kube/json';
import { messageFields, repeatedItem } from './message-fields';
import { ProtobufError, WireReader } from './wire-reader';
import { WIRE } from './wire-writer';
import type { Json, JsonObject } from '../../../../kube/json';
import type { FieldNode, ScalarKind, StructNode, TypeNode, Union } from '../../schema/type-node';
import type { MessageFields } from './message-fields';

interface ValueReader {
  readonly wire: number;
  read(reader: WireReader): Json;
}

/** Reads one field into the object; `wire` is the type on the wire. */
type FieldReader = (reader: WireReader, to: JsonObject, wire: number) => void;

const decoder = new TextDecoder();
const structs = new WeakMap<StructNode, (bytes: Uint8Array) => JsonObject>();

/** What a message says of its type: zeros as they came, to be canonicalized. Unknown fields are skipped. Throws ProtobufError. */
export function decodeMessage(bytes: Uint8Array, type: StructNode): JsonObject {
  return structReader(type)(bytes);
}

function structReader(type: StructNode): (bytes: Uint8Array) => JsonObject {
  const known = structs.get(type);
  if (known !== undefined) return known;
  let fields: ReadonlyMap<number, FieldReader> | undefined; // late, since types contain themselves
  const made = (bytes: Uint8Array): JsonObject => {
    fields ??= fieldReaders(messageFields(type), type.name);
    const to: JsonObject = {};
    readFields(bytes, { fields, to, name: type.name });
    return to;
  };
  structs.set(type, made);
  return made;
}

interface Message {
  readonly fields: ReadonlyMap<number, FieldReader>;
  readonly to: JsonObject;
  readonly name: string;
}

function readFields(bytes: Uint8Array, { fields, to, name }: Message): void {
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const { field, wire } = reader.tag(name);
    const read = fields.get(field);
    if (read === undefined) reader.skip(wire);
    else read(reader, to, wire);
  }
}

function fieldReaders({ entries }: MessageFields, name: string): ReadonlyMap<number, FieldReader> {
  return new Map(
    entries.map((entry): [number, FieldReader] => {
      if ('field' in entry) return [entry.number, fieldReader(entry.field)];
      const fields = fieldReaders(entry.embedded, name);
      return [entry.number, (reader, to) => readFields(reader.bytes(), { fields, to, name })];
    }),
  );
}

function fieldReader(field: FieldNode): FieldReader {
  const { name, type } = field;
  if (type.kind === 'map') return mapReader(name, valueReader(type.value));
  const item = repeatedItem(type);
  const value = valueReader(item ?? type);
  return (reader, to, wire) => {
    if (item !== undefined && wire === WIRE.bytes && value.wire === WIRE.varint) return readPacked(reader.bytes(), listOf(to, name), value);
    if (wire !== value.wire) throw new ProtobufError(`proto: wrong wireType = ${wire} for field ${goName(name)}`);
    const result = value.read(reader);
    if (item !== undefined) listOf(to, name).push(result);
    else to[name] = result;
  };
}

function readPacked(bytes: Uint8Array, list: Json[], value: ValueReader): void {
  const reader = new WireReader(bytes);
  while (!reader.done) list.push(value.read(reader));
}

function mapReader(name: string, value: ValueReader): FieldReader {
  return (reader, to) => {
    const entry = new WireReader(reader.bytes());
    let key = '';
    let member: Json = null;
    while (!entry.done) {
      const { field, wire } = entry.tag('map entry');
      if (field === 1) key = entry.text();
      else if (field === 2) member = value.read(entry);
      else entry.skip(wire);
    }
    const known = to[name];
    // Defined, not assigned: a key `__proto__` is data.
    to[name] = isObject(known) ? known : {};
    Object.defineProperty(to[name], key, { value: member, enumerable: true, configurable: true, writable: true });
  };
}

function listOf(to: JsonObject, name: string): Json[] {
  const known = to[name];
  if (Array.isArray(known)) return known;
  const made: Json[] = [];
  to[name] = made;
  return made;
}

function valueReader(type: TypeNode): ValueReader {
  if (type.kind === 'scalar') return SCALARS[type.scalar];
  if (type.kind === 'struct') return message((bytes) => structReader(type)(bytes));
  if (type.kind === 'any') return message(type.union === undefined ? readRaw : unionReader(type.union));
  return message((bytes) => fieldsOf(bytes, (reader) => reader.text()).map(([, value]) => value));
}

function message(read: (bytes: Uint8Array) => Json): ValueReader {
  return { wire: WIRE.bytes, read: (reader) => read(reader.bytes()) };
}

/** The fields of a small message; all but varints are read by `read`. */
function fieldsOf<T>(bytes: Uint8Array, read: (reader: WireReader) => T): [number: number, value: T | number | bigint][] {
  const reader = new WireReader(bytes);
  const fields: [number, T | number | bigint][] = [];
  while (!reader.done) {
    const { field, wire } = reader.tag('message');
    fields.push([field, wire === WIRE.varint ? reader.varint() : read(reader)]);
  }
  return fields;
}

function readRaw(bytes: Uint8Array): Json {
  const raw = fieldsOf(bytes, (reader) => reader.bytes()).find(([field]) => field === 1)?.[1];
  if (!(raw instanceof Uint8Array) || raw.length === 0) return null;
  try {
    return JSON.parse(decoder.decode(raw)) as Json;
  } catch {
    return null;
  }
}

function unionReader({ schema, or }: Union): (bytes: Uint8Array) => Json {
  return (bytes) => {
    const fields = fieldsOf(bytes, (reader) => reader.bytes());
    const raw = (number: number): Uint8Array[] =>
      fields.flatMap(([field, value]) => (field === number && value instanceof Uint8Array ? [value] : []));
    const [one] = raw(or === 'bool' ? 2 : 1);
    if (one !== undefined) return structReader(schema)(one);
    if (or === 'bool') return fields.some(([field, value]) => field === 1 && value === 1);
    const list = raw(2).map((item) => (or === 'strings' ? decoder.decode(item) : structReader(schema)(item)));
    return list.length === 0 ? null : list;
  };
}

const integer: ValueReader = { wire: WIRE.varint, read: (reader) => reader.varint() };
const double: ValueReader = { wire: WIRE.fixed64, read: (reader) => reader.double() };
const text: ValueReader = { wire: WIRE.bytes, read: (reader) => reader.text() };

const time = (precision: 'seconds' | 'micros'): ValueReader =>
  message((bytes) => {
    if (bytes.length === 0) return null;
    const fields = new Map(fieldsOf(bytes, (reader) => reader.bytes()));
    return formatRfc3339(precision, { seconds: Number(fields.get(1) ?? 0), nanos: Number(fields.get(2) ?? 0) });
  });

const SCALARS: Readonly<Record<ScalarKind, ValueReader>> = {
  string: text,
  bool: { wire: WIRE.varint, read: (reader) => reader.varint() !== 0 },
  int32: { wire: WIRE.varint, read: (reader) => Number(BigInt.asIntN(32, BigInt(reader.varint()))) },
  int64: integer,
  integer,
  float64: double,
  number: double,
  duration: text,
  bytes: { wire: WIRE.bytes, read: (reader) => encodeBase64(reader.bytes()) },
  time: time('seconds'),
  microTime: time('micros'),
  quantity: message((bytes) => String(fieldsOf(bytes, (reader) => reader.text())[0]?.[1] ?? '0')),
  intOrString: message((bytes) => {
    const fields = new Map(fieldsOf(bytes, (reader) => reader.text()));
    if (fields.get(1) === 1) return String(fields.get(3) ?? '');
    return Number(BigInt.asIntN(32, BigInt(fields.get(2) ?? 0)));
  }),
};

function goName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

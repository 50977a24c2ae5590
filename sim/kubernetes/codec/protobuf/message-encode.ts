import { compareStrings, decodeBase64, parseRfc3339 } from '../../../../base/go';
import { isObject } from '../../../../kube/json';
import { messageFields, repeatedItem } from './message-fields';
import { WIRE, WireWriter } from './wire-writer';
import type { Json, JsonObject } from '../../../../kube/json';
import type { FieldNode, ScalarKind, StructNode, TypeNode, Union } from '../../schema/type-node';
import type { MessageFields } from './message-fields';
import type { WireType } from './wire-writer';

/** Writes a value without its tag; `wire` says which tag it takes. */
interface ValueWriter {
  readonly wire: WireType;
  write(writer: WireWriter, value: Json): void;
}

type FieldWriter = (writer: WireWriter, from: JsonObject) => void;

const encoder = new TextEncoder();
const structs = new WeakMap<StructNode, FieldWriter>();

/** The message of an object as Go's generated code marshals its type, without kind and apiVersion. */
export function encodeMessage(object: JsonObject, type: StructNode): Uint8Array {
  const writer = new WireWriter();
  structWriter(type)(writer, object);
  return writer.finish();
}

function structWriter(type: StructNode): FieldWriter {
  const known = structs.get(type);
  if (known !== undefined) return known;
  let write: FieldWriter | undefined; // late, since types contain themselves
  const made: FieldWriter = (writer, from) => (write ??= fieldsWriter(messageFields(type)))(writer, from);
  structs.set(type, made);
  return made;
}

/** From the highest number to the lowest, as the writer works backwards. */
function fieldsWriter({ entries }: MessageFields): FieldWriter {
  const writers = entries
    .map((entry) => ('field' in entry ? fieldWriter(entry.field) : embeddedWriter(entry.number, fieldsWriter(entry.embedded))))
    .reverse();
  return (writer, from) => {
    for (const write of writers) write(writer, from);
  };
}

function embeddedWriter(number: number, write: FieldWriter): FieldWriter {
  return (writer, from) => {
    const before = writer.length;
    write(writer, from);
    writer.closeLength(before);
    writer.tag(number, WIRE.bytes);
  };
}

function fieldWriter(field: FieldNode): FieldWriter {
  const { name, type, proto } = field;
  if (type.kind === 'map') return mapWriter(field, valueWriter(type.value));
  const item = repeatedItem(type);
  const value = valueWriter(item ?? type);
  const one = (writer: WireWriter, single: Json): void => {
    value.write(writer, single);
    writer.tag(proto, value.wire);
  };
  if (item !== undefined) {
    return (writer, from) => {
      for (const each of reversed(from[name])) one(writer, each);
    };
  }
  // Only a pointer and a slice can be absent; anything else is written even when it is zero.
  const canBeAbsent = field.pointer || type.kind === 'list' || (type.kind === 'scalar' && type.scalar === 'bytes');
  return (writer, from) => {
    const single = from[name] ?? null;
    if (single !== null || !canBeAbsent) one(writer, single);
  };
}

/** Entries by ascending key; each has both of its fields. */
function mapWriter({ name, proto }: FieldNode, value: ValueWriter): FieldWriter {
  return (writer, from) => {
    const map = from[name];
    if (!isObject(map)) return;
    for (const key of Object.keys(map).sort(compareStrings).reverse()) {
      const before = writer.length;
      value.write(writer, map[key] ?? null);
      writer.tag(2, value.wire);
      writer.text(key);
      writer.tag(1, WIRE.bytes);
      writer.closeLength(before);
      writer.tag(proto, WIRE.bytes);
    }
  };
}

function valueWriter(type: TypeNode): ValueWriter {
  if (type.kind === 'scalar') return SCALARS[type.scalar];
  if (type.kind === 'struct') return message((writer, value) => structWriter(type)(writer, isObject(value) ? value : {}));
  if (type.kind === 'any') return type.union === undefined ? message(writeRaw) : message(unionWriter(type.union));
  if (type.kind === 'list') return message((writer, value) => texts(writer, 1, value));
  throw new Error('Go has no map of maps in a message');
}

function message(content: (writer: WireWriter, value: Json) => void): ValueWriter {
  return {
    wire: WIRE.bytes,
    write(writer, value) {
      const before = writer.length;
      content(writer, value);
      writer.closeLength(before);
    },
  };
}

function texts(writer: WireWriter, field: number, value: Json): void {
  for (const item of reversed(value)) {
    writer.text(typeof item === 'string' ? item : '');
    writer.tag(field, WIRE.bytes);
  }
}

/** RawExtension, FieldsV1 and JSON: the JSON text. */
function writeRaw(writer: WireWriter, value: Json): void {
  if (value === null) return;
  writer.bytes(encoder.encode(JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? Number(member) : member))));
  writer.tag(1, WIRE.bytes);
}

function unionWriter({ schema, or }: Union): (writer: WireWriter, value: Json) => void {
  const nested = message((writer, value) => structWriter(schema)(writer, isObject(value) ? value : {}));
  const schemaField = or === 'bool' ? 2 : 1;
  return (writer, value) => {
    if (or === 'strings' && Array.isArray(value)) texts(writer, 2, value);
    else {
      for (const item of reversed(value)) writeNested(writer, nested, { number: 2, value: item });
    }
    if (isObject(value)) writeNested(writer, nested, { number: schemaField, value });
    if (or === 'bool') {
      writer.varint(Number(value !== false));
      writer.tag(1, WIRE.varint);
    }
  };
}

function writeNested(writer: WireWriter, nested: ValueWriter, { number, value }: { readonly number: number; readonly value: Json }): void {
  nested.write(writer, value);
  writer.tag(number, WIRE.bytes);
}

const reversed = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? [...value].reverse() : []);

const integer: ValueWriter = {
  wire: WIRE.varint,
  write: (writer, value) => writer.varint(typeof value === 'number' || typeof value === 'bigint' ? value : 0),
};

const text: ValueWriter = { wire: WIRE.bytes, write: (writer, value) => writer.text(typeof value === 'string' ? value : '') };

const time = (precision: 'seconds' | 'micros'): ValueWriter =>
  message((writer, value) => {
    if (typeof value !== 'string') return;
    const parsed = parseRfc3339(precision, value);
    if ('error' in parsed) throw new Error(parsed.error);
    writer.varint(precision === 'seconds' ? 0 : parsed.nanos);
    writer.tag(2, WIRE.varint);
    writer.varint(parsed.seconds);
    writer.tag(1, WIRE.varint);
  });

const SCALARS: Readonly<Record<ScalarKind, ValueWriter>> = {
  string: text,
  bool: { wire: WIRE.varint, write: (writer, value) => writer.varint(value === true ? 1 : 0) },
  int32: integer,
  int64: integer,
  integer,
  float64: { wire: WIRE.fixed64, write: (writer, value) => writer.double(Number(value)) },
  number: { wire: WIRE.fixed64, write: (writer, value) => writer.double(Number(value)) },
  duration: text,
  bytes: {
    wire: WIRE.bytes,
    write(writer, value) {
      const decoded = decodeBase64(typeof value === 'string' ? value : '');
      if ('error' in decoded) throw new Error(decoded.error);
      writer.bytes(decoded.bytes);
    },
  },
  time: time('seconds'),
  microTime: time('micros'),
  quantity: message((writer, value) => {
    writer.text(typeof value === 'string' ? value : '0');
    writer.tag(1, WIRE.bytes);
  }),
  intOrString: message((writer, value) => {
    const isText = typeof value === 'string';
    writer.text(isText ? value : '');
    writer.tag(3, WIRE.bytes);
    writer.varint(typeof value === 'number' ? value : 0);
    writer.tag(2, WIRE.varint);
    writer.varint(isText ? 1 : 0);
    writer.tag(1, WIRE.varint);
  }),
};

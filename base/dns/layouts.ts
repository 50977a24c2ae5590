import { formatIp, parseAddress } from '../go/address';
import { TYPE } from './codes';
import { DnsFormatError, type RecordField } from './message';
import type { Reader } from './reader';
import type { Writer } from './writer';

interface FieldCodec {
  read(reader: Reader): RecordField;
  write(writer: Writer, field: RecordField): void;
}

const FIELDS = {
  u8: numeric(1),
  u16: numeric(2),
  u32: numeric(4),
  u48: numeric(6),
  ipv4: address(4),
  ipv6: address(16),
  /** RFC 3597 section 4: only the types of RFC 1035 may be compressed. */
  oldName: named(true),
  name: named(false),
  text: { read: (reader) => reader.take(reader.u8()), write: (writer, field) => characterString(writer, bytesIn(field)) },
  texts: { read: readTexts, write: (writer, field) => textsIn(field).forEach((text) => characterString(writer, text)) },
  /** Behind its length in two octets. */
  sized: {
    read: (reader) => reader.take(reader.number(2)),
    write: (writer, field) => writer.sized(() => writer.bytes(bytesIn(field))),
  },
  rest: { read: (reader) => reader.take(reader.end - reader.at), write: (writer, field) => writer.bytes(bytesIn(field)) },
} satisfies Readonly<Record<string, FieldCodec>>;

type FieldKind = keyof typeof FIELDS;

const LAYOUTS: Readonly<Record<number, readonly FieldKind[]>> = {
  [TYPE.A]: ['ipv4'],
  [TYPE.AAAA]: ['ipv6'],
  [TYPE.NS]: ['oldName'],
  [TYPE.CNAME]: ['oldName'],
  [TYPE.PTR]: ['oldName'],
  // Primary server, mailbox, serial, refresh, retry, expire, minimum.
  [TYPE.SOA]: ['oldName', 'oldName', 'u32', 'u32', 'u32', 'u32', 'u32'],
  [TYPE.MX]: ['u16', 'oldName'],
  [TYPE.TXT]: ['texts'],
  [TYPE.SRV]: ['u16', 'u16', 'u16', 'name'],
  [TYPE.CAA]: ['u8', 'text', 'rest'],
  // Algorithm, time, fudge, MAC, original id, error, other data (RFC 8945 section 4.2).
  [TYPE.TSIG]: ['name', 'u48', 'u16', 'sized', 'u16', 'u16', 'sized'],
};

const OPAQUE: readonly FieldKind[] = ['rest'];

/** The fields of a record's data; a type without a layout is one run of bytes. */
export function readFields(type: number, reader: Reader): readonly RecordField[] {
  if (reader.at === reader.end) return [];
  const fields = (LAYOUTS[type] ?? OPAQUE).map((kind) => FIELDS[kind].read(reader));
  if (reader.at !== reader.end) throw new DnsFormatError('a record with more data than its type has');
  return fields;
}

export function writeFields(type: number, data: readonly RecordField[], writer: Writer): void {
  if (data.length === 0) return;
  const layout = LAYOUTS[type] ?? OPAQUE;
  if (layout.length !== data.length) throw new DnsFormatError(`a record of type ${type} has ${layout.length} fields, not ${data.length}`);
  for (const [i, kind] of layout.entries()) FIELDS[kind].write(writer, data[i] ?? '');
}

function numeric(octets: number): FieldCodec {
  return {
    read: (reader) => reader.number(octets),
    write: (writer, field) => writer.number(typeof field === 'number' ? field : wrong(field), octets),
  };
}

function address(octets: number): FieldCodec {
  return {
    read: (reader) => formatIp(reader.take(octets)),
    write(writer, field) {
      const bytes = parseAddress(textIn(field)).octets;
      // Go writes an IPv4 address inside IPv6 as the former.
      const mapped = octets === 16 && bytes.length === 4 ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...bytes] : bytes;
      if (mapped.length !== octets) wrong(field);
      writer.bytes(Uint8Array.from(mapped));
    },
  };
}

function named(compress: boolean): FieldCodec {
  return { read: (reader) => reader.name(), write: (writer, field) => writer.name(textIn(field), compress) };
}

function readTexts(reader: Reader): readonly Uint8Array[] {
  const texts: Uint8Array[] = [];
  while (reader.at < reader.end) texts.push(reader.take(reader.u8()));
  return texts;
}

function characterString(writer: Writer, bytes: Uint8Array): void {
  if (bytes.length > 255) throw new DnsFormatError('a character string of more than 255 octets');
  writer.number(bytes.length, 1);
  writer.bytes(bytes);
}

function textIn(field: RecordField): string {
  return typeof field === 'string' ? field : wrong(field);
}

function bytesIn(field: RecordField): Uint8Array {
  return field instanceof Uint8Array ? field : wrong(field);
}

function textsIn(field: RecordField): readonly Uint8Array[] {
  return typeof field === 'object' && !(field instanceof Uint8Array) ? field : wrong(field);
}

function wrong(field: RecordField): never {
  throw new DnsFormatError(`a field of a record that is no ${typeof field}`);
}

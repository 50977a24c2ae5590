import { apiVersionOf } from '../../../../kube/meta';
import { ProtobufError, WireReader } from './wire-reader';
import { WIRE, WireWriter } from './wire-writer';
import type { GroupVersionKind } from '../../../../kube/meta';

/** `k8s` and a zero byte stand before every message. */
const MAGIC = Uint8Array.of(0x6b, 0x38, 0x73, 0x00);

/** runtime.Unknown. */
export interface Envelope {
  /** Empty when the client left it to the URL. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Uint8Array;
}

/** Takes a body out of its envelope. Throws ProtobufError. */
export function openEnvelope(body: Uint8Array): Envelope {
  if (body.length === 0) throw new ProtobufError('empty data');
  if (MAGIC.some((byte, at) => body[at] !== byte)) {
    throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
  }
  if (body.length === MAGIC.length) throw new ProtobufError('empty body');
  const fields = bytesFields(body.subarray(MAGIC.length), 'Unknown');
  const meta = bytesFields(fields.get(1) ?? new Uint8Array(), 'TypeMeta');
  const decoder = new TextDecoder();
  return { apiVersion: decoder.decode(meta.get(1)), kind: decoder.decode(meta.get(2)), raw: fields.get(2) ?? new Uint8Array() };
}

/** Puts a message into its envelope. */
export function sealEnvelope(raw: Uint8Array, gvk: GroupVersionKind): Uint8Array {
  return sealRaw(raw, apiVersionOf(gvk), gvk.kind);
}

/** For kinds that Go's registry knows without a version, such as APIVersions: `apiVersion` stays empty. */
export function sealRaw(raw: Uint8Array, apiVersion: string, kind: string): Uint8Array {
  const writer = new WireWriter();
  writer.text(''); // contentType
  writer.tag(4, WIRE.bytes);
  writer.text(''); // contentEncoding
  writer.tag(3, WIRE.bytes);
  writer.bytes(raw);
  writer.tag(2, WIRE.bytes);
  const before = writer.length;
  writer.text(kind);
  writer.tag(2, WIRE.bytes);
  writer.text(apiVersion);
  writer.tag(1, WIRE.bytes);
  writer.closeLength(before);
  writer.tag(1, WIRE.bytes);
  return concat(MAGIC, writer.finish());
}

/** A list's message from the messages of its parts, none of which is encoded again. */
export function listMessage(metadata: Uint8Array, items: readonly Uint8Array[]): Uint8Array {
  const writer = new WireWriter();
  for (const item of [...items].reverse()) {
    writer.bytes(item);
    writer.tag(2, WIRE.bytes);
  }
  writer.bytes(metadata);
  writer.tag(1, WIRE.bytes);
  return writer.finish();
}

/** One event of a watch stream: a length of four bytes, then a bare WatchEvent around the sealed object. */
export function watchFrame(type: string, sealed: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  const before = writer.length;
  writer.bytes(sealed);
  writer.tag(1, WIRE.bytes);
  writer.closeLength(before);
  writer.tag(2, WIRE.bytes);
  writer.text(type);
  writer.tag(1, WIRE.bytes);
  const event = writer.finish();
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, event.length);
  return concat(length, event);
}

function bytesFields(bytes: Uint8Array, name: string): Map<number, Uint8Array> {
  const reader = new WireReader(bytes);
  const fields = new Map<number, Uint8Array>();
  while (!reader.done) {
    const { field, wire } = reader.tag(name);
    if (wire === WIRE.bytes) fields.set(field, reader.bytes());
    else reader.skip(wire);
  }
  return fields;
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

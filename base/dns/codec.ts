import { DnsFormatError, type DnsMessage, type DnsQuestion, type DnsRecord } from './message';
import { readFields, writeFields } from './layouts';
import { Reader } from './reader';
import { Writer } from './writer';

/** RFC 1035 section 4.1.1. */
const FLAG = { response: 0x8000, authoritative: 0x0400, truncated: 0x0200, recursionDesired: 0x0100, recursionAvailable: 0x0080 } as const;

const SECTIONS = ['answers', 'authorities', 'additionals'] as const;

/** A message, and where its last record begins: a signature stands there (RFC 8945 section 5.1). */
export interface Located {
  readonly message: DnsMessage;
  readonly lastRecordAt: number;
}

export function encodeMessage(message: DnsMessage): Uint8Array {
  const writer = new Writer();
  writer.number(message.id, 2);
  writer.number(flagsOf(message), 2);
  writer.number(message.questions.length, 2);
  for (const section of SECTIONS) writer.number(message[section].length, 2);
  for (const question of message.questions) writeQuestion(writer, question);
  for (const section of SECTIONS) for (const record of message[section]) writeRecord(writer, record);
  return writer.toBytes();
}

/** One record by itself, uncompressed. */
export function encodeRecord(record: DnsRecord): Uint8Array {
  const writer = new Writer();
  writeRecord(writer, record);
  return writer.toBytes();
}

/** Throws DnsFormatError for bytes that are no message, or more than one. */
export function decodeMessage(bytes: Uint8Array): DnsMessage {
  return locate(bytes).message;
}

export function locate(bytes: Uint8Array): Located {
  const reader = new Reader(bytes);
  const id = reader.number(2);
  const flags = reader.number(2);
  const [questions = 0, ...counts] = Array.from({ length: 4 }, () => reader.number(2));
  const has = (flag: keyof typeof FLAG): boolean => (flags & FLAG[flag]) !== 0;
  const asked = Array.from({ length: questions }, () => readQuestion(reader));
  let lastRecordAt = reader.at;
  const [answers = [], authorities = [], additionals = []] = counts.map((count) =>
    Array.from({ length: count }, () => {
      lastRecordAt = reader.at;
      return readRecord(reader);
    }),
  );
  if (reader.at !== bytes.length) throw new DnsFormatError('bytes behind the message');
  const message: DnsMessage = {
    ...{ id, opcode: (flags >> 11) & 15, rcode: flags & 15, response: has('response'), authoritative: has('authoritative') },
    ...{ truncated: has('truncated'), recursionDesired: has('recursionDesired'), recursionAvailable: has('recursionAvailable') },
    ...{ questions: asked, answers, authorities, additionals },
  };
  return { message, lastRecordAt };
}

function flagsOf(message: DnsMessage): number {
  const bits = Object.entries(FLAG).map(([flag, bit]) => (message[flag as keyof typeof FLAG] ? bit : 0));
  return bits.reduce<number>((sum, bit) => sum | bit, (message.opcode << 11) | message.rcode);
}

function readQuestion(reader: Reader): DnsQuestion {
  return { name: reader.name(), type: reader.number(2), class: reader.number(2) };
}

function writeQuestion(writer: Writer, { name, type, class: klass }: DnsQuestion): void {
  writer.name(name, true);
  writer.number(type, 2);
  writer.number(klass, 2);
}

function readRecord(reader: Reader): DnsRecord {
  const question = readQuestion(reader);
  const ttl = reader.number(4);
  return { ...question, ttl, data: readFields(question.type, reader.part(reader.number(2))) };
}

function writeRecord(writer: Writer, record: DnsRecord): void {
  writeQuestion(writer, record);
  writer.number(record.ttl, 4);
  writer.sized(() => writeFields(record.type, record.data, writer));
}

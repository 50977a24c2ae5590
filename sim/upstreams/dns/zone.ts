import { utf8 } from '../../../base/bytes';
import { CLASS, TYPE } from '../../../base/dns/codes';
import { DnsFormatError, type DnsRecord, type RecordField } from '../../../base/dns/message';
import { labelsOf, nameOf } from '../../../base/dns/name';
import { caaValue, txtValue } from '../../../base/dns/values';
import { RecordStore, sameData } from './records';

export const RECORD_TYPES = ['A', 'AAAA', 'TXT', 'CNAME', 'NS', 'CAA'] as const;

export type RecordType = (typeof RECORD_TYPES)[number];

/** Names that the lab decides on. A resolver port for ACME validation and self checks. */
export interface Zone {
  /** The same records as a name server has them. */
  readonly records: RecordStore;
  /** Replaces what the name has of that type; nothing removes it. Case and a dot at the end do not matter. */
  set(name: string, type: RecordType, values: readonly string[]): void;
  add(name: string, type: RecordType, value: string): void;
  remove(name: string, type: RecordType, value: string): void;
  /** As stored: no CNAME is followed. */
  get(name: string, type: RecordType): readonly string[];
  /** Behind CNAMEs. Rejects in a loop of them. */
  readonly txt: (name: string) => Promise<readonly string[]>;
  /** IPv4 first, behind CNAMEs. Rejects in a loop of them. */
  readonly addresses: (name: string) => Promise<readonly string[]>;
}

const LONGEST_CHAIN = 8;
// cert-manager's for challenge records.
const TTL = 60;
const LONGEST_STRING = 255;

const withDot = (value: string): string => nameOf(labelsOf(value));
const withoutDot = (field: RecordField | undefined): string => String(field).replace(/\.$/, '');

/** Values as people write them, and as a record's fields. */
const FORMS: Readonly<Record<RecordType, { toData(value: string): readonly RecordField[]; toValue(record: DnsRecord): string }>> = {
  A: { toData: (value) => [value], toValue: ({ data: [address] }) => String(address) },
  AAAA: { toData: (value) => [value], toValue: ({ data: [address] }) => String(address) },
  CNAME: { toData: (value) => [withDot(value)], toValue: ({ data: [name] }) => withoutDot(name) },
  NS: { toData: (value) => [withDot(value)], toValue: ({ data: [name] }) => withoutDot(name) },
  // `0 issue "ca.example"`, as in a zone file.
  CAA: { toData: caaFields, toValue: caaText },
  TXT: { toData: (value) => [stringsOf(utf8(value))], toValue: txtValue },
};

export function createZone(): Zone {
  const records = new RecordStore();
  const record = (name: string, type: RecordType, value: string): DnsRecord => ({
    ...{ name: withDot(name), type: TYPE[type], class: CLASS.IN, ttl: TTL },
    data: FORMS[type].toData(value),
  });
  const get = (name: string, type: RecordType): readonly string[] => records.get(name, TYPE[type]).map((one) => FORMS[type].toValue(one));
  const canonical = (name: string): string => {
    let at = name;
    for (let links = 0; links <= LONGEST_CHAIN; links++) {
      const [target] = get(at, 'CNAME');
      if (target === undefined) return at;
      at = target;
    }
    throw new Error(`the CNAMEs of ${name} lead in a circle, or through more than ${LONGEST_CHAIN} names`);
  };
  const behind = async (name: string): Promise<string> => Promise.resolve().then(() => canonical(name));
  return {
    ...{ records, get },
    set(name, type, values) {
      const made = values.map((value) => record(name, type, value));
      records.replace(
        name,
        TYPE[type],
        made.filter((one, i) => made.findIndex((other) => sameData(one, other)) === i),
      );
    },
    add: (name, type, value) => records.add(record(name, type, value)),
    remove: (name, type, value) => records.remove(record(name, type, value)),
    txt: async (name) => get(await behind(name), 'TXT'),
    addresses: async (name) => {
      const at = await behind(name);
      return [...get(at, 'A'), ...get(at, 'AAAA')];
    },
  };
}

/** A long value goes into several character strings. */
function stringsOf(bytes: Uint8Array): readonly Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / LONGEST_STRING));
  return Array.from({ length: count }, (_, i) => bytes.slice(i * LONGEST_STRING, (i + 1) * LONGEST_STRING));
}

function caaFields(value: string): readonly RecordField[] {
  const [, flags, tag = '', quoted = ''] = /^(\d{1,3}) ([a-z0-9]+) "([^"]*)"$/i.exec(value) ?? [];
  if (flags === undefined || Number(flags) > 255) throw new DnsFormatError(`${value} is no CAA record: write 0 issue "ca.example"`);
  return [Number(flags), utf8(tag), utf8(quoted)];
}

function caaText(record: DnsRecord): string {
  const { flags, tag, value } = caaValue(record);
  return `${flags} ${tag} "${value}"`;
}

import { encodeRecord } from '../../../base/dns/codec';
import { CLASS } from '../../../base/dns/codes';
import type { DnsRecord } from '../../../base/dns/message';
import { canonicalName } from '../../../base/dns/name';
import { toHex } from '../../../pki/bytes';

/** Records by name and type, in the order they came. Case of names does not matter. */
export class RecordStore {
  private readonly names = new Map<string, Map<number, DnsRecord[]>>();

  get(name: string, type: number): readonly DnsRecord[] {
    return this.names.get(canonicalName(name))?.get(type) ?? [];
  }

  /** Every record of a name. */
  all(name: string): readonly DnsRecord[] {
    return [...(this.names.get(canonicalName(name))?.values() ?? [])].flat();
  }

  /** Every record there is. */
  list(): readonly DnsRecord[] {
    return [...this.names.values()].flatMap((types) => [...types.values()].flat());
  }

  /** Names that have records, canonical. */
  owners(): readonly string[] {
    return [...this.names.keys()];
  }

  /** One that is there already gets the new time to live. */
  add(record: DnsRecord): void {
    const others = this.get(record.name, record.type);
    const at = others.findIndex((other) => sameData(other, record));
    this.replace(record.name, record.type, at < 0 ? [...others, record] : others.with(at, record));
  }

  /** Only the one with the same data. */
  remove(record: DnsRecord): void {
    const others = this.get(record.name, record.type);
    this.replace(
      record.name,
      record.type,
      others.filter((other) => !sameData(other, record)),
    );
  }

  /** In place of all records of that name and type; no records remove them. */
  replace(name: string, type: number, records: readonly DnsRecord[]): void {
    const key = canonicalName(name);
    const types = this.names.get(key) ?? new Map<number, DnsRecord[]>();
    if (records.length === 0) types.delete(type);
    else types.set(type, [...records]);
    if (types.size === 0) this.names.delete(key);
    else this.names.set(key, types);
  }
}

/** Whether two records of one type say the same. Time to live and class do not matter. */
export function sameData(a: DnsRecord, b: DnsRecord): boolean {
  return dataKey(a) === dataKey(b);
}

function dataKey(record: DnsRecord): string {
  const data = record.data.map((field) => (typeof field === 'string' ? field.toLowerCase() : field));
  return toHex(encodeRecord({ name: '.', type: record.type, class: CLASS.IN, ttl: 0, data }));
}

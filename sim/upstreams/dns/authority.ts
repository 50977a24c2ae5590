import { CLASS, TYPE } from '../../../base/dns/codes';
import type { DnsRecord } from '../../../base/dns/message';
import { canonicalName, isWithin } from '../../../base/dns/name';
import type { RecordStore } from './records';

/** Where a name server's word counts. */
export interface Authority {
  readonly records: RecordStore;
  /** Canonical names of the apexes. */
  readonly zones: readonly string[];
}

/** Times of the SOA record in seconds: refresh, retry, expire, and how long absence is remembered. */
const TIMES = [3600, 600, 86_400, 60];
const TTL = 3600;

/** Gives a zone what each has: a SOA record and a name server `ns` within it. */
export function openZone(records: RecordStore, apex: string): void {
  const [name, server] = [canonicalName(apex), canonicalName(`ns.${apex}`)];
  const fixed = { name, class: CLASS.IN, ttl: TTL };
  records.add({ ...fixed, type: TYPE.SOA, data: [server, canonicalName(`hostmaster.${apex}`), 1, ...TIMES] });
  records.add({ ...fixed, type: TYPE.NS, data: [server] });
}

/** The innermost zone that a canonical name is in. */
export function zoneOf({ zones }: Authority, name: string): string | undefined {
  return zones.filter((zone) => isWithin(name, zone)).sort((a, b) => b.length - a.length)[0];
}

export function soaOf({ records }: Authority, zone: string): readonly DnsRecord[] {
  return records.get(zone, TYPE.SOA);
}

/** RFC 1982, one more. */
export function raiseSerial({ records }: Authority, zone: string): void {
  const [soa] = records.get(zone, TYPE.SOA);
  if (soa === undefined) return;
  const [server, mailbox, serial, ...times] = soa.data;
  records.replace(zone, TYPE.SOA, [{ ...soa, data: [server ?? '.', mailbox ?? '.', (Number(serial) + 1) % 2 ** 32, ...times] }]);
}

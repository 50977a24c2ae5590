import { CLASS, RCODE, TYPE } from '../../../base/dns/codes';
import type { DnsMessage, DnsRecord } from '../../../base/dns/message';
import { canonicalName, isWithin } from '../../../base/dns/name';
import { raiseSerial, soaOf, type Authority } from './authority';
import { sameData, type RecordStore } from './records';

/** Types that stand for questions and signatures, never for data. */
const META: ReadonlySet<number> = new Set([TYPE.OPT, TYPE.TSIG, TYPE.IXFR, TYPE.AXFR, TYPE.ANY]);

/** A zone's update that was allowed; returns the RCODE. All of it happens or nothing. */
export function applyUpdate(authority: Authority, { answers, authorities }: DnsMessage, zone: string): number {
  const { records } = authority;
  const unmet = checkPrerequisites(records, answers, zone) ?? authorities.map((record) => scan(record, zone)).find((code) => code !== 0);
  if (unmet !== undefined) return unmet;
  const contents = (): string => JSON.stringify(authorities.map(({ name }) => records.all(name)));
  const [before, [soa]] = [contents(), soaOf(authority, zone)];
  for (const record of authorities) change(records, record, zone);
  // A client that sets the serial itself has said which one it is (RFC 2136 section 3.6).
  if (contents() !== before && soaOf(authority, zone)[0] === soa) raiseSerial(authority, zone);
  return RCODE.NOERROR;
}

/** The zone that an update names (RFC 2136 section 3.1), or the RCODE that refuses it. */
export function zoneOfUpdate({ zones }: Authority, { questions: [zone, ...more] }: DnsMessage): string | number {
  if (zone?.type !== TYPE.SOA || more.length > 0) return RCODE.FORMERR;
  const name = canonicalName(zone.name);
  return zone.class === CLASS.IN && zones.includes(name) ? name : RCODE.NOTAUTH;
}

/** RFC 2136 section 3.2. Undefined when all are met. */
function checkPrerequisites(records: RecordStore, wanted: readonly DnsRecord[], zone: string): number | undefined {
  const sets = new Map<string, DnsRecord[]>();
  for (const record of wanted) {
    const { name, type, class: klass, ttl, data } = record;
    if (ttl !== 0) return RCODE.FORMERR;
    if (!isWithin(canonicalName(name), zone)) return RCODE.NOTZONE;
    if (klass === CLASS.IN) {
      const key = `${canonicalName(name)} ${type}`;
      sets.set(key, [...(sets.get(key) ?? []), record]);
      continue;
    }
    if ((klass !== CLASS.ANY && klass !== CLASS.NONE) || data.length > 0) return RCODE.FORMERR;
    const found = type === TYPE.ANY ? records.all(name) : records.get(name, type);
    const [absent, present] = type === TYPE.ANY ? [RCODE.NXDOMAIN, RCODE.YXDOMAIN] : [RCODE.NXRRSET, RCODE.YXRRSET];
    if (klass === CLASS.ANY && found.length === 0) return absent;
    if (klass === CLASS.NONE && found.length > 0) return present;
  }
  const differs = [...sets.values()].some((set) => {
    const [first] = set;
    const found = first === undefined ? [] : records.get(first.name, first.type);
    return found.length !== set.length || !set.every((record) => found.some((other) => sameData(record, other)));
  });
  return differs ? RCODE.NXRRSET : undefined;
}

/** RFC 2136 section 3.4.1. */
function scan({ name, type, class: klass, ttl, data }: DnsRecord, zone: string): number {
  if (!isWithin(canonicalName(name), zone)) return RCODE.NOTZONE;
  if (klass === CLASS.IN) return META.has(type) ? RCODE.FORMERR : RCODE.NOERROR;
  if (ttl !== 0) return RCODE.FORMERR;
  if (klass === CLASS.ANY) return data.length > 0 || (META.has(type) && type !== TYPE.ANY) ? RCODE.FORMERR : RCODE.NOERROR;
  return klass === CLASS.NONE && !META.has(type) ? RCODE.NOERROR : RCODE.FORMERR;
}

/** RFC 2136 section 3.4.2. The apex keeps its SOA record and a name server whatever is asked. */
function change(records: RecordStore, record: DnsRecord, zone: string): void {
  const { name, type, class: klass } = record;
  const isApex = canonicalName(name) === zone;
  if (klass === CLASS.IN) {
    insert(records, record);
    return;
  }
  if (klass === CLASS.NONE) {
    const lastServer = isApex && type === TYPE.NS && records.get(name, TYPE.NS).length === 1;
    if (type !== TYPE.SOA && !lastServer) records.remove(record);
    return;
  }
  const types = type === TYPE.ANY ? [...new Set(records.all(name).map((one) => one.type))] : [type];
  for (const one of types) if (!isApex || (one !== TYPE.SOA && one !== TYPE.NS)) records.replace(name, one, []);
}

// A CNAME stands alone at its name and there is one SOA record: what does not fit is passed over in silence.
function insert(records: RecordStore, record: DnsRecord): void {
  const { name, type } = record;
  const others = records.all(name).filter((other) => (type === TYPE.CNAME) !== (other.type === TYPE.CNAME));
  if (others.length > 0) return;
  if (type === TYPE.SOA && !isNewer(record, records.get(name, TYPE.SOA)[0])) return;
  if (type === TYPE.SOA || type === TYPE.CNAME) records.replace(name, type, [record]);
  else records.add(record);
}

/** RFC 1982 section 3.2. There is no SOA record but the apex's. */
function isNewer(record: DnsRecord, held: DnsRecord | undefined): boolean {
  if (held === undefined) return false;
  const ahead = (Number(record.data[2]) - Number(held.data[2]) + 2 ** 32) % 2 ** 32;
  return ahead > 0 && ahead < 2 ** 31;
}

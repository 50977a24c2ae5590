import { CLASS, RCODE, TYPE } from '../../../base/dns/codes';
import type { DnsQuestion, DnsRecord } from '../../../base/dns/message';
import { ancestry, canonicalName, isWithin } from '../../../base/dns/name';
import { soaOf, zoneOf, type Authority } from './authority';

export interface Found {
  readonly rcode: number;
  readonly answers: readonly DnsRecord[];
  /** The zone's SOA record where the answer is that there is none (RFC 2308 section 3). */
  readonly authorities: readonly DnsRecord[];
}

const LONGEST_CHAIN = 8;

/** RFC 1034 section 4.3.2. Undefined for a name in none of the zones. */
export function lookUp(authority: Authority, question: DnsQuestion): Found | undefined {
  const answers: DnsRecord[] = [];
  let name = canonicalName(question.name);
  for (let links = 0; ; links++) {
    const zone = zoneOf(authority, name);
    // Somebody else goes on from here.
    if (zone === undefined) return links === 0 ? undefined : { rcode: RCODE.NOERROR, answers, authorities: [] };
    const own = recordsOf(authority, name, zone);
    const found = (own ?? []).filter(({ type }) => type === question.type || question.type === TYPE.ANY);
    const [alias] = found.length > 0 ? [] : (own ?? []).filter(({ type }) => type === TYPE.CNAME);
    const shown = alias === undefined ? found : [alias];
    answers.push(...shown.map((record) => ({ ...record, name: links === 0 ? question.name : name })));
    const target = alias?.data[0];
    if (typeof target !== 'string' || links === LONGEST_CHAIN) {
      const rcode = own === undefined ? RCODE.NXDOMAIN : RCODE.NOERROR;
      return { rcode, answers, authorities: found.length > 0 ? [] : soaOf(authority, zone) };
    }
    name = canonicalName(target);
  }
}

export function isAnswered({ class: klass }: DnsQuestion): boolean {
  return klass === CLASS.IN || klass === CLASS.ANY;
}

/** A name's records, or those of the wildcard that covers it (RFC 4592 section 3.3.1). Undefined when the name does not exist. */
function recordsOf({ records }: Authority, name: string, zone: string): readonly DnsRecord[] | undefined {
  const owners = records.owners();
  // A name exists through names below it, too (RFC 4592 section 2.2.2).
  const exists = (one: string): boolean => owners.some((owner) => isWithin(owner, one));
  if (exists(name)) return records.all(name);
  const encloser = ancestry(name).find((one) => isWithin(one, zone) && exists(one));
  const wildcard = encloser === undefined ? [] : records.all(`*.${encloser}`);
  return wildcard.length === 0 ? undefined : wildcard;
}

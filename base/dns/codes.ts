/** Types of records (IANA registry "DNS Parameters") that are more than bytes here, or mean something to a server. */
export const TYPE = {
  ...{ A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, OPT: 41 },
  ...{ TSIG: 250, IXFR: 251, AXFR: 252, ANY: 255, CAA: 257 },
} as const;

export const CLASS = { IN: 1, NONE: 254, ANY: 255 } as const;

export const OPCODE = { QUERY: 0, UPDATE: 5 } as const;

/** Those from 16 on are sent inside a TSIG record (RFC 8945 section 3). */
export const RCODE = {
  ...{ NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 },
  ...{ YXDOMAIN: 6, YXRRSET: 7, NXRRSET: 8, NOTAUTH: 9, NOTZONE: 10 },
  ...{ BADSIG: 16, BADKEY: 17, BADTIME: 18, BADTRUNC: 22 },
} as const;

export type RcodeName = keyof typeof RCODE;

const RCODE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(RCODE).map(([name, code]) => [code, name]));

/** Empty for a code without a name. */
export function rcodeName(code: number): string {
  return RCODE_NAMES.get(code) ?? '';
}

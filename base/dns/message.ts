/** A message of RFC 1035 section 4. An update (RFC 2136 section 2) calls its sections zone, prerequisite, update and additional. */
export interface DnsMessage {
  /** 0 to 65535. */
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly rcode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

export interface DnsQuestion {
  /** Fully qualified, with the dot at its end; odd octets as `\.` and `\DDD`. */
  readonly name: string;
  readonly type: number;
  readonly class: number;
}

export interface DnsRecord extends DnsQuestion {
  /** Seconds. */
  readonly ttl: number;
  /** The fields of the type's layout in their order; none where a record stands for all of its kind. */
  readonly data: readonly RecordField[];
}

/** A name, address or text; a number; bytes; or the character strings of a TXT record. */
export type RecordField = string | number | Uint8Array | readonly Uint8Array[];

/** Bytes that are no message, or a message that cannot be bytes. */
export class DnsFormatError extends Error {
  override readonly name = 'DnsFormatError';
}

const REQUEST = {
  ...{ response: false, opcode: 0, authoritative: false, truncated: false, recursionDesired: false, recursionAvailable: false, rcode: 0 },
  ...{ questions: [], answers: [], authorities: [], additionals: [] },
};

/** A message of which only these parts are set. */
export function dnsMessage(parts: Partial<DnsMessage> & Pick<DnsMessage, 'id'>): DnsMessage {
  return { ...REQUEST, ...parts };
}

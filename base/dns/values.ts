import { concatBytes } from '../bytes';
import type { DnsRecord } from './message';

/** The character strings of a TXT record in one piece, as those who read them put them together. */
export function txtValue({ data: [texts] }: DnsRecord): string {
  return Array.isArray(texts) ? new TextDecoder().decode(concatBytes(texts as readonly Uint8Array[])) : '';
}

export interface CaaRecord {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

/** RFC 8659 section 4.1. */
export function caaValue({ data: [flags, tag, value] }: DnsRecord): CaaRecord {
  const text = (field: unknown): string => (field instanceof Uint8Array ? new TextDecoder().decode(field) : '');
  return { flags: Number(flags ?? 0), tag: text(tag), value: text(value) };
}

import { concatBytes } from '../bytes';
import type { DnsRecord } from './message';

/** The character strings of a TXT record in one piece, as those who read them put them together. */
export function txtValue({ data: [texts] }: DnsRecord): string {
  return Array.isArray(texts) ? new TextDecoder().decode(concatBytes(texts as readonly Uint8Array[])) : '';
}

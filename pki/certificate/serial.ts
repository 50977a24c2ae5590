import type { RandomStream } from '../../base/env/ports';

const SERIAL_OCTETS = 20;

/** As Go draws one: at most 20 octets encoded, never negative (RFC 5280 section 4.1.2.2). */
export function randomSerial(random: RandomStream): Uint8Array {
  return random.bytes(SERIAL_OCTETS).map((octet, i) => (i === 0 ? octet & 0x7f : octet));
}

/** Identifier octets: number, with the constructed bit where the type always has it. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  generalString: 0x1b,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Context-specific [n], primitive. */
export function context(number: number): number {
  return 0x80 | number;
}

/** Context-specific [n], constructed. */
export function contextConstructed(number: number): number {
  return 0xa0 | number;
}

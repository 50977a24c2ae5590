const LONGEST_PREFIX = 52;
const FNV_OFFSET = 2166136261;
const FNV_PRIME = 16777619;

/** cert-manager's ComputeName: what is named, cut to be safe in DNS, and a hash of what it is made from. */
export function computeName(prefix: string, json: string): string {
  return `${shortened(prefix)}-${fnv1(new TextEncoder().encode(json))}`;
}

/** Whether a name is cut, so that two that begin alike need different hashes. */
export function isCut(name: string): boolean {
  return name.length >= LONGEST_PREFIX;
}

// Cut behind the last letter or digit; nothing is left of a name that has none.
function shortened(name: string): string {
  return isCut(name) ? name.slice(0, LONGEST_PREFIX).replace(/[^a-zA-Z0-9]+$/, '') : name;
}

// FNV-1, 32 bits: multiply first, then mix in the byte.
function fnv1(bytes: Uint8Array): number {
  let hash = FNV_OFFSET;
  for (const byte of bytes) hash = (Math.imul(hash, FNV_PRIME) ^ byte) >>> 0;
  return hash;
}

import { toHex } from '../bytes';
import { DerReader } from '../der/reader';
import { context, TAG } from '../der/tags';
import { PkiError } from '../error';

/** RFC 5280 section 4.2.1.4: policy identifiers, dotted. Arcs of any size; no policy twice. */
export function parsePolicies(value: Uint8Array): readonly string[] {
  const invalid = (): PkiError => new PkiError('x509: invalid certificate policies');
  const list = new DerReader(value).read(TAG.sequence);
  if (list === undefined) throw invalid();
  const seen = new Set<string>();
  const policies: string[] = [];
  while (!list.empty) {
    const oid = list.read(TAG.sequence)?.content(TAG.objectIdentifier);
    if (oid === undefined || seen.has(toHex(oid)) || !isOid(oid)) throw invalid();
    seen.add(toHex(oid));
    policies.push(longOid(oid));
  }
  return policies;
}

/** Section 4.2.1.5; only checked. */
export function parsePolicyMappings(value: Uint8Array): Record<string, never> {
  const invalid = (): PkiError => new PkiError('x509: invalid policy mappings extension');
  const list = new DerReader(value).read(TAG.sequence);
  if (list === undefined) throw invalid();
  while (!list.empty) {
    const mapping = list.read(TAG.sequence);
    const issuer = mapping?.content(TAG.objectIdentifier);
    if (issuer === undefined || mapping?.content(TAG.objectIdentifier) === undefined) throw invalid();
  }
  return {};
}

/** Section 4.2.1.11; only checked. */
export function parsePolicyConstraints(value: Uint8Array): Record<string, never> {
  const fields = new DerReader(value).read(TAG.sequence);
  const readable = (tag: number): boolean => fields?.peek(tag) !== true || fields.int64(tag) !== undefined;
  if (fields === undefined || !readable(context(0)) || !readable(context(1))) {
    throw new PkiError('x509: invalid policy constraints extension');
  }
  return {};
}

/** Section 4.2.1.14; only checked. */
export function parseInhibitAnyPolicy(value: Uint8Array): Record<string, never> {
  if (new DerReader(value).int64() === undefined) throw new PkiError('x509: invalid inhibit any policy extension');
  return {};
}

// Whole arcs in shortest form.
function isOid(content: Uint8Array): boolean {
  if (content.length === 0 || (content.at(-1) ?? 0) >= 0x80) return false;
  return content.every((octet, i) => octet !== 0x80 || (i > 0 && (content[i - 1] ?? 0) >= 0x80));
}

function longOid(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const head = first < 80n ? [first / 40n, first % 40n] : [2n, first - 80n];
  return [...head, ...rest].join('.');
}

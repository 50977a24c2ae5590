import { goQuoteBytes } from '../../base/go/quote';
import { fromLatin1, isAscii, toHex } from '../bytes';
import { DerReader } from '../der/reader';
import { context, contextConstructed, TAG } from '../der/tags';
import { sequence, tlv } from '../der/writer';
import { PkiError } from '../error';
import { EXTENSION, type Extension } from './extension';
import { checkIa5, GENERAL_NAME } from './san';

/** RFC 5280 section 4.2.1.10. */
export interface NameConstraints {
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
}

export interface Subtrees {
  readonly dnsDomains: readonly string[];
  /** Address and mask, each half of the octets; host bits as they were read. */
  readonly ipRanges: readonly Uint8Array[];
  readonly emailAddresses: readonly string[];
  readonly uriDomains: readonly string[];
}

/** What a reader does where cert-manager and the certificate parser differ. */
export interface SubtreeRules {
  readonly checkDomain: (domain: string) => void;
  readonly checkEmail: (email: string) => void;
  readonly checkUri: (domain: string) => void;
  /** A name of another kind, by its identifier octet. */
  readonly otherKind: (tag: number) => void;
}

const TAGS = {
  dns: context(GENERAL_NAME.dns),
  email: context(GENERAL_NAME.email),
  uri: context(GENERAL_NAME.uri),
  ip: context(GENERAL_NAME.ip),
} as const;

const accepted = (): void => undefined;

/** cert-manager takes any IA5String and no other kind of name. */
const REQUEST_RULES: SubtreeRules = {
  checkDomain: accepted,
  checkEmail: accepted,
  checkUri: accepted,
  otherKind: (tag) => {
    throw new PkiError(`x509: unsupported NameConstraints tag: ${tag}`);
  },
};

/** As cert-manager reads it in a request. */
export function unmarshalNameConstraints(value: Uint8Array): NameConstraints {
  return readNameConstraints(value, REQUEST_RULES);
}

export function readNameConstraints(value: Uint8Array, rules: SubtreeRules): NameConstraints {
  const outer = new DerReader(value);
  const fields = outer.read(TAG.sequence);
  if (fields === undefined || !outer.empty) throw invalid();
  const permitted = optionalField(fields, contextConstructed(0));
  const excluded = optionalField(fields, contextConstructed(1));
  if (!fields.empty) throw invalid();
  if ((permitted?.empty ?? true) && (excluded?.empty ?? true)) throw new PkiError('x509: empty name constraints extension');
  return { permitted: readSubtrees(permitted, rules), excluded: readSubtrees(excluded, rules) };
}

/** Host bits are masked, minimum and maximum left out; DNS, IP, email, URI in this order. */
export function encodeNameConstraints({ permitted, excluded }: NameConstraints, critical: boolean): Extension {
  const parts = [permitted, excluded].map(encodeSubtrees);
  const fields = parts.flatMap((names, i) => (names.length === 0 ? [] : [tlv(contextConstructed(i), ...names)]));
  return { oid: EXTENSION.nameConstraints, critical, value: sequence(...fields) };
}

function invalid(): PkiError {
  return new PkiError('x509: invalid NameConstraints extension');
}

function optionalField(fields: DerReader, tag: number): DerReader | undefined {
  if (!fields.peek(tag)) return undefined;
  const field = fields.read(tag);
  if (field === undefined) throw invalid();
  return field;
}

function readSubtrees(subtrees: DerReader | undefined, rules: SubtreeRules): Subtrees {
  const dnsDomains: string[] = [];
  const ipRanges: Uint8Array[] = [];
  const emailAddresses: string[] = [];
  const uriDomains: string[] = [];
  while (subtrees?.empty === false) {
    const base = subtrees.read(TAG.sequence)?.any();
    if (base === undefined) throw invalid();
    const content = base.content.bytes;
    if (base.tag === TAGS.dns) dnsDomains.push(constraint(content, rules.checkDomain));
    else if (base.tag === TAGS.email) emailAddresses.push(constraint(content, rules.checkEmail));
    else if (base.tag === TAGS.uri) uriDomains.push(constraint(content, rules.checkUri));
    else if (base.tag === TAGS.ip) ipRanges.push(ipRange(content));
    else rules.otherKind(base.tag);
  }
  return { dnsDomains, ipRanges, emailAddresses, uriDomains };
}

function constraint(content: Uint8Array, check: (text: string) => void): string {
  if (!isAscii(content)) {
    throw new PkiError(`x509: invalid constraint value: x509: ${goQuoteBytes(content)} cannot be encoded as an IA5String`);
  }
  const text = fromLatin1(content);
  check(text);
  return text;
}

function ipRange(content: Uint8Array): Uint8Array {
  if (content.length !== 8 && content.length !== 32) {
    throw new PkiError(`x509: IP constraint contained value of length ${content.length}`);
  }
  const mask = content.subarray(content.length / 2);
  const bits = Array.from(mask, (octet) => octet.toString(2).padStart(8, '0')).join('');
  if (!/^1*0*$/.test(bits)) throw new PkiError(`x509: IP constraint contained invalid mask ${toHex(mask)}`);
  return content;
}

function encodeSubtrees({ dnsDomains, ipRanges, emailAddresses, uriDomains }: Subtrees): readonly Uint8Array[] {
  const subtree = (tag: number, content: Uint8Array): Uint8Array => sequence(tlv(tag, content));
  return [
    ...dnsDomains.map((domain) => subtree(TAGS.dns, checkIa5(domain))),
    ...ipRanges.map((range) => subtree(TAGS.ip, masked(range))),
    ...emailAddresses.map((email) => subtree(TAGS.email, checkIa5(email))),
    ...uriDomains.map((domain) => subtree(TAGS.uri, checkIa5(domain))),
  ];
}

function masked(range: Uint8Array): Uint8Array {
  const half = range.length / 2;
  return range.map((octet, i) => (i < half ? octet & (range[half + i] ?? 0) : octet));
}

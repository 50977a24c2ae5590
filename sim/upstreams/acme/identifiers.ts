import { formatIp, isIpAddress, parseAddress } from '../../../base/go/address';
import { isObject } from '../../../kube/json';
import { malformed } from './jws';
import type { Identifier } from './model';
import { AcmeProblem, problemDocument } from './problem';

const LABEL = /^[a-z0-9_](?:[-a-z0-9_]*[a-z0-9_])?$/;
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
const MOST_IDENTIFIERS = 100;

/** The identifiers of a newOrder, in lower case and each once. Throws what is wrong with them. */
export function readIdentifiers(value: unknown, blocked: readonly string[]): readonly Identifier[] {
  if (!Array.isArray(value) || value.length === 0) throw malformed('Order did not specify any identifiers');
  if (value.length > MOST_IDENTIFIERS) {
    throw malformed(`Order includes ${value.length} identifiers, and no more than ${MOST_IDENTIFIERS} are allowed`);
  }
  const read = value.map((each: unknown) => identifier(each));
  const once = new Map(read.map((each) => [`${each.type} ${each.value}`, each]));
  const identifiers = [...once.values()];
  const refused = identifiers.filter((each) => each.type === 'dns' && isBlocked(each.value, blocked));
  if (refused.length > 0) throw forbidden(refused);
  return identifiers;
}

function identifier(value: unknown): Identifier {
  const { type, value: text } = isObject(value) ? value : {};
  if (typeof text !== 'string') throw malformed('Order included an identifier without a value');
  if (type === 'dns') return { type, value: checkedName(text.toLowerCase()) };
  if (type === 'ip') return { type, value: checkedAddress(text) };
  const detail = `Order included unsupported type identifier: type ${JSON.stringify(type)}, value "${text}"`;
  throw new AcmeProblem('unsupportedIdentifier', detail);
}

function checkedName(name: string): string {
  if (name === '') throw malformed('Order included DNS identifier with empty value');
  if (isIpAddress(name)) throw malformed(`Order included a DNS identifier with an IP address value: "${name}"`);
  const bare = name.startsWith('*.') ? name.slice(2) : name;
  if (bare.includes('*')) {
    throw malformed(`Order included DNS type identifier with illegal wildcard value: wildcard isn't leftmost prefix "${name}"`);
  }
  const labels = bare.split('.');
  if (bare.length > LONGEST_NAME || labels.length < 2 || !labels.every((label) => label.length <= LONGEST_LABEL && LABEL.test(label))) {
    throw new AcmeProblem('rejectedIdentifier', `Order included a DNS identifier that is no domain name: "${name}"`);
  }
  return name;
}

// RFC 8738 section 3: the textual form of RFC 5952.
function checkedAddress(text: string): string {
  if (!isIpAddress(text)) throw malformed(`Order included an IP identifier with an unparseable value: "${text}"`);
  const canonical = formatIp(parseAddress(text).octets);
  if (canonical !== text) {
    throw malformed(`Order included an IP identifier with a value that is not in its canonical form: "${text}" is "${canonical}"`);
  }
  return canonical;
}

function isBlocked(name: string, blocked: readonly string[]): boolean {
  const bare = name.replace(/^\*\./, '');
  return blocked.some((domain) => bare === domain || bare.endsWith(`.${domain}`));
}

function forbidden(refused: readonly Identifier[]): AcmeProblem {
  const text = ({ value }: Identifier): string => `Order included an identifier for which issuance is forbidden by policy: "${value}"`;
  const [first] = refused;
  const subproblems = refused.map((each) => problemDocument('rejectedIdentifier', text(each), undefined, { identifier: each }));
  return new AcmeProblem('rejectedIdentifier', first === undefined ? '' : text(first), { members: { subproblems } });
}

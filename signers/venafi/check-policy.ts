import type { VenafiOrder } from './order';
import type { Policy, Zone } from './zone';

type Field = 'organization' | 'organizationalUnit' | 'province' | 'locality' | 'country';

/** In the order in which they are looked at, with their names in messages. */
const FIELDS: readonly (readonly [Field, string])[] = [
  ['organization', 'organization'],
  ['organizationalUnit', 'organization unit'],
  ['province', 'state (province)'],
  ['locality', 'location'],
  ['country', 'country'],
];

/** Of re2js what is needed here. */
interface Re2 {
  compile(expression: string): { matcher(text: string): { find(): boolean } };
}

type Matches = (text: string, expressions: readonly string[]) => boolean;

/** What vcert looks at before it sends anything (upstream-cas 3.5): throws its text when the order breaks the zone's policy. */
export function checkPolicy(order: VenafiOrder, { policy, defaults }: Zone): void {
  // Loaded with the first policy: an engine without Venafi has no use for it.
  const { RE2JS: re2 } = require('re2js') as { readonly RE2JS: Re2 };
  const matches: Matches = (text, expressions) => expressions.some((expression) => found(re2, expression, text));
  const { subject, dnsNames } = order.request;
  if (!matches(subject.commonName, policy.commonName)) {
    throw new Error(`common name ${subject.commonName} is not allowed in this policy: ${list(policy.commonName)}`);
  }
  if (!dnsNames.every((name) => matches(name, policy.dnsNames))) {
    throw new Error(`DNS SANs ${list(dnsNames)} do not match regular expressions: ${list(policy.dnsNames)}`);
  }
  for (const [field, label] of FIELDS) {
    const values = subject[field].length > 0 ? subject[field] : defaults[field];
    const looked = values.length > 0 ? values : [''];
    if (looked.every((value) => matches(value, policy[field]))) continue;
    throw new Error(`${label} ${list(values)} doesn't match regular expressions: ${list(policy[field])}`);
  }
  if (!keyAllowed(order, policy)) {
    throw new Error('the requested Key Type and Size do not match any of the allowed Key Types and Sizes');
  }
}

/** An expression that does not compile matches nothing. */
function found(re2: Re2, expression: string, text: string): boolean {
  try {
    return re2.compile(expression).matcher(text).find();
  } catch {
    return false;
  }
}

/** The first entry for the key's type decides; Ed25519 counts as a curve. */
function keyAllowed({ key }: VenafiOrder, { keys }: Policy): boolean {
  if (keys.length === 0) return true;
  const allowed = keys.find(({ type }) => type === (key.type === 'RSA' ? 'RSA' : 'ECDSA'));
  if (allowed === undefined) return false;
  return allowed.type === 'RSA' ? allowed.sizes.includes(key.size) : allowed.curves.includes(key.curve);
}

function list(texts: readonly string[]): string {
  return `[${texts.join(' ')}]`;
}

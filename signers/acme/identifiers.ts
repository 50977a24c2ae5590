import { compareStrings, parseDuration } from '../../base/go';
import { isIpAddress } from '../../base/go/address';
import { goJson } from '../../base/go/json';
import type { OrderSpec } from './order';

/** RFC 8555 section 7.1.3; `ip` is RFC 8738. */
export interface Identifier {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

// RFC 1123, as Kubernetes reads it.
const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;

/** Names then addresses, each sorted and once; the common name is one of them where it can be. */
export function orderIdentifiers({ commonName = '', dnsNames = [], ipAddresses = [] }: OrderSpec): readonly Identifier[] {
  const isAddress = isIpAddress(commonName);
  const names = !isAddress && isFullyQualified(commonName) ? [...dnsNames, commonName] : dnsNames;
  const addresses = isAddress ? [...ipAddresses, commonName] : ipAddresses;
  return [...sorted(names, 'dns'), ...sorted(addresses, 'ip')];
}

/** The payload that opens an order at the ACME server, as text. `now` in milliseconds since 1970. */
export function newOrderPayload(spec: OrderSpec, now: number): string {
  const identifiers = orderIdentifiers(spec).map(({ type, value }) => `{"type":"${type}","value":${goJson(value)}}`);
  const members = [`"identifiers":${identifiers.length === 0 ? 'null' : `[${identifiers.join(',')}]`}`];
  if (spec.duration !== undefined) members.push(`"notAfter":${goJson(notAfter(now, spec.duration))}`);
  if (spec.profile !== undefined && spec.profile !== '') members.push(`"profile":${goJson(spec.profile)}`);
  return `{${members.join(',')}}`;
}

function sorted(values: readonly string[], type: Identifier['type']): readonly Identifier[] {
  return [...new Set(values)].sort(compareStrings).map((value) => ({ type, value }));
}

/** IsFullyQualifiedDomainName: at least two labels, perhaps a dot at the end. */
export function isFullyQualified(name: string): boolean {
  const labels = name.replace(/\.$/, '').split('.');
  return (
    name.length <= LONGEST_NAME + 1 &&
    labels.join('.').length <= LONGEST_NAME &&
    labels.length >= 2 &&
    labels.every((label) => label.length <= LONGEST_LABEL && LABEL.test(label))
  );
}

function notAfter(now: number, duration: string): string {
  const nanoseconds = BigInt(Math.floor(now * 1000)) * 1000n + parseDuration(duration);
  return new Date(Number(nanoseconds / 1_000_000n)).toISOString().replace(/\.\d+Z$/, 'Z');
}

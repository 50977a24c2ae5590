import { formatIp, isIpAddress, parseAddress } from '../../../../base/go/address';
import type { CelFunction } from './cel-function';
import { CelError, Opaque, type CelValue } from './values';

/** IP addresses and networks. */
export const addressFunctions: Readonly<Record<string, CelFunction>> = {
  isIP: (text) => (typeof text === 'string' ? isIpAddress(text) : undefined),
  ip: (value) =>
    typeof value === 'string'
      ? ipOf(value)
      : value instanceof Opaque && value.type === 'net.CIDR'
        ? ipFrom(networkOf(value).octets)
        : undefined,
  'ip.isCanonical': (text) => (typeof text === 'string' ? ipOf(text).text === text : undefined),
  family: (ip) => octets(ip, (bytes) => (bytes.length === 4 ? 4n : 6n)),
  isUnspecified: (ip) => octets(ip, (bytes) => bytes.every((byte) => byte === 0)),
  isLoopback: (ip) => octets(ip, isLoopback),
  isLinkLocalMulticast: (ip) =>
    octets(ip, ([a = 0, b = 0, c = 0], length) => (length === 4 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 2)),
  isLinkLocalUnicast: (ip) => octets(ip, isLinkLocal),
  isGlobalUnicast: (ip) => octets(ip, (bytes) => isGlobal(bytes)),
  isCIDR: (text) => (typeof text === 'string' ? parseNetwork(text) !== undefined : undefined),
  cidr: (text) => (typeof text === 'string' ? networkFrom(text) : undefined),
  containsIP: (network, ip) => within(network, (net) => contains(net, addressOf(ip))),
  containsCIDR: (network, other) => within(network, (net) => containsNetwork(net, other)),
  masked: (network) => within(network, ({ octets: bytes, bits }) => networkFrom(`${formatIp(masked(bytes, bits))}/${bits}`)),
  prefixLength: (network) => within(network, ({ bits }) => BigInt(bits)),
};

interface Network {
  readonly octets: Uint8Array;
  readonly bits: number;
}

function ipOf(text: string): Opaque {
  if (!isIpAddress(text))
    throw new CelError(
      `IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`,
    );
  return ipFrom(parseAddress(text).octets);
}

function ipFrom(bytes: Uint8Array): Opaque {
  return new Opaque('net.IP', formatIp(bytes), bytes);
}

function octets(ip: CelValue | undefined, read: (bytes: Uint8Array, length: number) => CelValue): CelValue | undefined {
  if (!(ip instanceof Opaque) || ip.type !== 'net.IP') return undefined;
  const bytes = ip.data as Uint8Array;
  return read(bytes, bytes.length);
}

function isLoopback(bytes: Uint8Array, length: number): boolean {
  return length === 4 ? bytes[0] === 127 : bytes.every((byte, index) => byte === (index === length - 1 ? 1 : 0));
}

function isLinkLocal([a = 0, b = 0]: Uint8Array, length: number): boolean {
  return length === 4 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80;
}

function isGlobal(bytes: Uint8Array): boolean {
  const [a = 0] = bytes;
  const multicast = bytes.length === 4 ? a >= 224 && a < 240 : a === 0xff;
  const broadcast = bytes.length === 4 && bytes.every((byte) => byte === 255);
  return (
    !multicast && !broadcast && !isLoopback(bytes, bytes.length) && !isLinkLocal(bytes, bytes.length) && bytes.some((byte) => byte !== 0)
  );
}

function parseNetwork(text: string): Network | undefined {
  const [address = '', bits = '', ...more] = text.split('/');
  if (more.length > 0 || !isIpAddress(address) || !/^(0|[1-9]\d{0,2})$/.test(bits)) return undefined;
  const bytes = parseAddress(address).octets;
  return Number(bits) > bytes.length * 8 ? undefined : { octets: bytes, bits: Number(bits) };
}

function networkFrom(text: string): Opaque {
  const network = parseNetwork(text);
  if (network === undefined)
    throw new CelError(`network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)}): invalid`);
  return new Opaque('net.CIDR', text, network);
}

function networkOf(value: Opaque): Network {
  return value.data as Network;
}

function within(value: CelValue | undefined, use: (network: Network) => CelValue): CelValue | undefined {
  return value instanceof Opaque && value.type === 'net.CIDR' ? use(networkOf(value)) : undefined;
}

function addressOf(value: CelValue | undefined): Uint8Array {
  const ip = typeof value === 'string' ? ipOf(value) : value;
  if (!(ip instanceof Opaque) || ip.type !== 'net.IP') throw new CelError('no such overload');
  return ip.data as Uint8Array;
}

function contains({ octets: bytes, bits }: Network, address: Uint8Array): boolean {
  if (bytes.length !== address.length) return false;
  const [a, b] = [masked(bytes, bits), masked(address, bits)];
  return a.every((byte, index) => byte === b[index]);
}

function containsNetwork(network: Network, value: CelValue | undefined): boolean {
  const other = typeof value === 'string' ? networkFrom(value) : value;
  if (!(other instanceof Opaque) || other.type !== 'net.CIDR') throw new CelError('no such overload');
  const { octets: bytes, bits } = networkOf(other);
  return bits >= network.bits && contains(network, bytes);
}

function masked(bytes: Uint8Array, bits: number): Uint8Array {
  return bytes.map((byte, index) => byte & (0xff << Math.max(0, 8 - Math.max(0, bits - index * 8))) & 0xff);
}

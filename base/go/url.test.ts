import assert from 'node:assert/strict';
import { AddressError, formatIp, parseAddress, urlHost } from './address';
import { formatUrl, parseUrl, UrlError } from './url';

// Text, and what net/url makes of it: written again, or refused.
const URLS: readonly (readonly [text: string, result: string])[] = [
  ['http://a.b/c?d=e#f', 'http://a.b/c?d=e#f'],
  ['HTTP://A.b/', 'http://A.b/'],
  ['http://a/%7e b', 'http://a/~%20b'],
  ['http://a/?', 'http://a/?'],
  ['urn:x:y', 'urn:x:y'],
  ['x:/a', 'x:/a'],
  ['//a/b', '//a/b'],
  ['./a:b', './a:b'],
  ['http://u:p@a/', 'http://u:p@a/'],
  ['x://a:1:2', 'x://a:1:2'],
  ['http://[::1]:80/', 'http://[::1]:80/'],
  ['http://a:1:2/', 'parse "http://a:1:2/": invalid port ":1:2" after host'],
  ['http://[1.2.3.4]/', 'parse "http://[1.2.3.4]/": invalid IP-literal'],
  ['http://[x]/', 'parse "http://[x]/": invalid host: ParseAddr("x"): unable to parse IP'],
  ['http://a%41/', 'parse "http://a%41/": invalid URL escape "%41"'],
  ['http://a\n', 'parse "http://a\\n": net/url: invalid control character in URL'],
  ['a:b/c', 'a:b/c'],
  ['1:b', 'parse "1:b": first path segment in URL cannot contain colon'],
  [':b', 'parse ":b": missing protocol scheme'],
];

const ADDRESSES: readonly (readonly [text: string, result: string])[] = [
  ['1.2.3.4', '1.2.3.4'],
  ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::', '::'],
  ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
  ['01.2.3.4', 'ParseAddr("01.2.3.4"): IPv4 field has octet with leading zero'],
  ['1.2.3', 'ParseAddr("1.2.3"): IPv4 address too short'],
  ['1:2', 'ParseAddr("1:2"): address string too short'],
  ['1::2::3', 'ParseAddr("1::2::3"): multiple :: in address (at ":3")'],
  ['12345::', 'ParseAddr("12345::"): each group must have 4 or less digits (at "12345::")'],
  ['%eth0', 'ParseAddr("%eth0"): missing IPv6 address'],
];

function outcome(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof UrlError || error instanceof AddressError) return error.message;
    throw error;
  }
}

describe('net/url and net/netip', () => {
  for (const [text, result] of URLS) {
    it(`${JSON.stringify(text)} is ${result}`, () =>
      assert.equal(
        outcome(() => formatUrl(parseUrl(text))),
        result,
      ));
  }
  for (const [text, result] of ADDRESSES) {
    it(`${text} is ${result}`, () =>
      assert.equal(
        outcome(() => formatIp(parseAddress(text).octets)),
        result,
      ));
  }

  it('brackets IPv6 addresses in URLs, once', () => {
    const hosts = ['a.b', '1.2.3.4', '::1', '[::1]'];
    assert.deepEqual(hosts.map(urlHost), ['a.b', '1.2.3.4', '[::1]', '[::1]']);
    for (const host of hosts) assert.equal(new URL(`https://${urlHost(host)}:6443`).port, '6443');
  });
});

import assert from 'node:assert/strict';
import { configKeyErrors, dnsLabelErrors, dnsSubdomainName, labelValueErrors, pathSegmentName, qualifiedNameErrors } from '.';

const long = (length: number): string => 'a'.repeat(length);

describe('names', () => {
  const cases: [what: string, errors: readonly string[], starts: readonly string[]][] = [
    ['a label with capitals', dnsLabelErrors('A'), ['a lowercase RFC 1123 label must consist of']],
    ['a label with a dot', dnsLabelErrors('a.b'), ['must not contain dots']],
    ['a label of 64 characters', dnsLabelErrors(long(64)), ['must be no more than 63 characters']],
    ['a good label', dnsLabelErrors('1-a'), []],
    ['a subdomain of 254 characters', dnsSubdomainName(long(254), false), ['must be no more than 253 characters']],
    ['a prefix that ends in a dash', dnsSubdomainName('web-', true), []],
    ['a name that ends in a dash', dnsSubdomainName('web-', false), ['a lowercase RFC 1123 subdomain must consist of']],
    ['an empty qualified name', qualifiedNameErrors(''), ['name part must be non-empty', 'name part must consist of']],
    ['a qualified name with an empty prefix', qualifiedNameErrors('/a'), ['prefix part must be non-empty']],
    ['a qualified name with a long prefix', qualifiedNameErrors(`${long(254)}/a`), ['prefix part must be no more than 253 bytes']],
    ['a qualified name with two slashes', qualifiedNameErrors('a/b/c'), ['a valid label key must consist of']],
    ['an empty label value', labelValueErrors(''), []],
    ['a label value of 64 bytes', labelValueErrors(long(64)), ['must be no more than 63 bytes']],
    ['a config key that leaves the folder', configKeyErrors('..a'), ["must not start with '..'"]],
    ['a config key with a slash', configKeyErrors('a/b'), ['a valid config key must consist of']],
    ['a path segment with slash and percent', pathSegmentName('a/%', false), ["may not contain '/'", "may not contain '%'"]],
    ['a path segment of two dots', pathSegmentName('..', false), ["may not be '..'"]],
    ['a prefix of two dots', pathSegmentName('..', true), []],
  ];
  for (const [what, errors, starts] of cases) {
    it(`finds ${starts.length === 0 ? 'nothing' : starts.length} wrong with ${what}`, () => {
      assert.deepEqual(
        errors.map((error, index) => error.slice(0, starts[index]?.length)),
        starts,
      );
    });
  }

  it('gives examples and the expression, with apimachinery’s two spaces', () => {
    assert.equal(
      dnsLabelErrors('A')[0],
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    );
  });
});

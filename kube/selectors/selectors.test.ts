import assert from 'node:assert/strict';
import { everyLabel, escapeFieldValue, labelSelectorOf, parseFieldSelector, parseLabelSelector, selectedEvent, selectionKey } from '.';

describe('label selectors', () => {
  const selections: readonly (readonly [string, Record<string, string>, boolean])[] = [
    ['', {}, true],
    ['env', { env: '' }, true],
    ['!env', { env: '' }, false],
    ['env=prod', { env: 'prod' }, true],
    ['env==prod', { env: 'dev' }, false],
    ['env!=prod', {}, true],
    ['env in (prod,dev)', { env: 'dev' }, true],
    ['env in ()', { env: '' }, true],
    ['env in (prod, )', { env: '' }, true],
    ['env notin (prod)', {}, true],
    ['env notin (prod),env', {}, false],
    ['n>5', { n: '10' }, true],
    ['n>5', { n: 'x' }, false],
    ['n<9223372036854775807', { n: '9223372036854775806' }, true],
    ['in=in', { in: 'in' }, true],
    ['constructor', {}, false],
    [' env = prod , tier = web ', { env: 'prod', tier: 'web' }, true],
  ];
  for (const [text, labels, expected] of selections) {
    it(`'${text}' ${expected ? 'selects' : 'does not select'} ${JSON.stringify(labels)}`, () => {
      assert.equal(parseLabelSelector(text).matches(labels), expected);
    });
  }

  const refusals: readonly (readonly [string, string])[] = [
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a,,b', "found ',', expected: identifier after ','"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    ['a>b', "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer"],
    [`a=${'x'.repeat(64)}`, `unable to parse requirement: values[0][a]: Invalid value: "${'x'.repeat(64)}": must be no more than 63 bytes`],
  ];
  for (const [text, message] of refusals) {
    it(`'${text.slice(0, 10)}' is refused as Go refuses it`, () => {
      assert.throws(() => parseLabelSelector(text), { code: 400, message });
    });
  }

  it('have one text for one meaning: sorted by key, values sorted', () => {
    assert.equal(parseLabelSelector('z notin (b,a), !x,a==1,b > 2').text, 'a==1,b>2,!x,z notin (a,b)');
  });

  it('name the exact value a label must have', () => {
    assert.equal(parseLabelSelector('a in (x),b').exactValue('a'), 'x');
    assert.equal(parseLabelSelector('a in (x,y)').exactValue('a'), undefined);
  });
});

describe('LabelSelector objects', () => {
  it('select nothing when absent and everything when empty', () => {
    assert.equal(labelSelectorOf(undefined).matches({}), false);
    assert.equal(labelSelectorOf({}).matches(undefined), true);
  });

  it('join labels and expressions', () => {
    const selector = labelSelectorOf({ matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'NotIn', values: ['2', '1'] }] });
    assert.equal(selector.text, 'a=1,b notin (1,2)');
    assert.equal(selector.matches({ a: '1', b: '3' }), true);
  });

  it('refuse operators they do not know', () => {
    assert.throws(() => labelSelectorOf({ matchExpressions: [{ key: 'a', operator: 'Near' }] }), {
      message: '"Near" is not a valid label selector operator',
    });
  });
});

describe('field selectors', () => {
  it('unescape values and escape them again', () => {
    const selector = parseFieldSelector('b!=x\\,y,a==1');
    assert.equal(selector.text, 'a=1,b!=x\\,y');
    assert.equal(
      selector.matches((field) => ({ a: '1', b: 'x,z' })[field] ?? ''),
      true,
    );
    assert.equal(escapeFieldValue('a=b\\'), 'a\\=b\\\\');
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['x', "invalid selector: 'x'; can't understand 'x'"],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['a=\\q', 'invalid field selector: invalid escape sequence: \\q'],
  ];
  for (const [text, message] of refusals) {
    it(`'${text}' is refused as Go refuses it`, () => {
      assert.throws(() => parseFieldSelector(text), { code: 400, message });
    });
  }

  it('can be rewritten while they are read', () => {
    const selector = parseFieldSelector('a=1,b=2', (field, value) => (field === 'a' ? { field: '', value: '' } : { field: 'c', value }));
    assert.equal(selector.text, 'c=2');
    assert.equal(selector.exactValue('c'), '2');
  });
});

describe('selections', () => {
  it('share a key when they select the same', () => {
    const fields = parseFieldSelector('metadata.name==x');
    assert.equal(
      selectionKey(parseLabelSelector('b,a'), fields),
      selectionKey(parseLabelSelector('a, b'), parseFieldSelector('metadata.name=x')),
    );
    assert.equal(selectionKey(everyLabel, parseFieldSelector('')), '');
  });

  it('turn changes that cross their border into ADDED and DELETED', () => {
    assert.deepEqual(
      [selectedEvent(false, true), selectedEvent(true, true), selectedEvent(true, false), selectedEvent(false, false)],
      ['ADDED', 'MODIFIED', 'DELETED', undefined],
    );
  });
});

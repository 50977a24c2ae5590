import assert from 'node:assert/strict';
import { withoutAges } from './ages';

describe('ages in tables', () => {
  const same: [title: string, one: string, other: string][] = [
    ['of different width, and the columns after them', 'NAME   AGE   WHO\na      5s    bob\n', 'NAME   AGE    WHO\na      110s   bob\n'],
    [
      'in two columns',
      'LAST SEEN   FIRST SEEN   NAME\n1s          2s           a',
      'LAST SEEN   FIRST SEEN   NAME\n3m          11s          a',
    ],
    ['that were never known', 'NAME   AGE\na      <unknown>', 'NAME   AGE\na      3s'],
    [
      'of events in a description',
      '  Type   Reason  Age   From\n  ----   ------  ----  ----\n  Normal X       2s    me',
      '  Type   Reason  Age   From\n  ----   ------  ----  ----\n  Normal X       12s   me',
    ],
    ['without a heading', 'a   1s   bob', 'a   14s   bob'],
  ];
  for (const [title, one, other] of same) it(`do not count ${title}`, () => assert.equal(withoutAges(one), withoutAges(other)));

  it('leave other durations alone', () => {
    assert.notEqual(withoutAges('NAME   AGE   DURATION\na      5s    24h\n'), withoutAges('NAME   AGE   DURATION\na      5s    48h\n'));
  });
});

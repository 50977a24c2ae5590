import assert from 'node:assert/strict';
import { withReady } from './ready-condition';

const T1 = '2026-01-01T00:00:00Z';
const at = { generation: 2, time: '2026-01-02T00:00:00Z' };
const old = { type: 'Ready', status: 'True', reason: 'Old', message: 'old', observedGeneration: 1, lastTransitionTime: T1 };

describe('the Ready condition', () => {
  it('keeps its transition time while the status stays', () => {
    assert.deepEqual(withReady([old], { status: 'True', reason: 'IsReady', message: '' }, at), [
      { type: 'Ready', status: 'True', reason: 'IsReady', observedGeneration: 2, lastTransitionTime: T1 },
    ]);
  });

  it('takes the time when the status changes, and its old place in the list', () => {
    const other = { type: 'Other', status: 'True' };
    const [first, second] = withReady([old, other], { status: 'False', reason: 'VaultError', message: 'no' }, at);
    assert.deepEqual(second, other);
    assert.deepEqual(first, {
      ...{ type: 'Ready', status: 'False', reason: 'VaultError', message: 'no' },
      ...{ observedGeneration: 2, lastTransitionTime: at.time },
    });
  });

  it('is appended when it is new', () => {
    const made = withReady([], { status: 'True', reason: 'IsReady', message: '' }, at);
    assert.equal(made[0]?.lastTransitionTime, at.time);
  });
});

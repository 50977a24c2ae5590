import assert from 'node:assert/strict';
import { humanDuration } from './human-duration';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

describe('human duration', () => {
  const cases: [seconds: number, text: string][] = [
    [-2, '<invalid>'],
    [-1, '0s'],
    [0, '0s'],
    [119.9, '119s'],
    [2 * MINUTE, '2m'],
    [2 * MINUTE + 5, '2m5s'],
    [10 * MINUTE - 1, '9m59s'],
    [10 * MINUTE + 59, '10m'],
    [3 * HOUR - 1, '179m'],
    [3 * HOUR, '3h'],
    [3 * HOUR + 90, '3h1m'],
    [8 * HOUR, '8h'],
    [2 * DAY - 1, '47h'],
    [2 * DAY, '2d'],
    [2 * DAY + HOUR, '2d1h'],
    [8 * DAY, '8d'],
    [2 * 365 * DAY - 1, '729d'],
    [2 * 365 * DAY, '2y'],
    [3 * 365 * DAY + 5 * DAY, '3y5d'],
    [8 * 365 * DAY, '8y'],
  ];
  for (const [seconds, text] of cases) {
    it(`shows ${seconds} seconds as ${text}`, () => assert.equal(humanDuration(seconds), text));
  }
});

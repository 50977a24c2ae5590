import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readCases } from './case';
import { runCase } from './run';

const CASES = readCases(join(__dirname, '../../fixtures/recorded/upstream'));

describe('conversations with ACME as the real engine had them', function () {
  this.timeout(20_000);
  for (const recorded of CASES.filter(({ name }) => name.startsWith('acme/'))) {
    it(`${recorded.name}: ${recorded.title}`, async () => assert.deepEqual((await runCase(recorded)).differences, []));
  }
});

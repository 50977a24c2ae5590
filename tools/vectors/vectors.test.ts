import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { holdScore, scoreOf } from '../../fixtures/fidelity/scores';
import { runVectors, VECTOR_FILES } from './run';

const FOLDER = path.join(__dirname, '../../fixtures/recorded/certs');

const recorded = new Map(VECTOR_FILES.map((file): [string, unknown] => [file, readRecorded(file)]));

function readRecorded(file: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(path.join(FOLDER, `${file}.json.gz`))).toString('utf8'));
}

describe('certificates and refusals recorded from Go and cert-manager', function () {
  this.timeout(120_000);
  const results = new Map(runVectors((file) => recorded.get(file)).map((result) => [result.file, result]));

  for (const file of VECTOR_FILES.filter((name) => name !== 'cas')) {
    it(`${file} are reproduced to the byte`, () => {
      const result = results.get(file);
      assert.ok(result !== undefined && result.total > 0);
      assert.deepEqual(result.differences, []);
    });
  }

  it('score as stated', () => {
    const files = [...results.values()].map(({ total, differences }) => ({ answers: total, equal: total - differences.length }));
    holdScore('certs', scoreOf(files));
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { apiDocs } from './api-docs';

describe('docs/api.md', function () {
  this.timeout(60_000);

  it('is what the code says: run node -r ts-node/register tools/api-docs.ts', () => {
    assert.equal(readFileSync(path.join(__dirname, '../docs/api.md'), 'utf8'), apiDocs());
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { featuresPage } from './features-page';
import { flowPage } from './flow-page';

const COMMAND = 'node -r ts-node/register tools/features-page.ts';

describe('pages made from the project itself', () => {
  for (const [file, page] of [
    ['features.md', featuresPage],
    ['flow.md', flowPage],
  ] as const) {
    it(`docs/${file} is current; otherwise run ${COMMAND}`, () => {
      assert.equal(readFileSync(path.join(__dirname, '../docs', file), 'utf8'), page());
    });
  }
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

describe('csrlab/cucumber', () => {
  it('defines the steps of every file', () => {
    const files = readdirSync(__dirname).filter((name) => name.endsWith('.steps.ts'));
    const loaded = readFileSync(path.join(__dirname, 'cucumber.ts'), 'utf8').matchAll(/^import '\.\/(.*)';$/gm);
    assert.deepEqual(
      [...loaded].map(([, name]) => `${name ?? ''}.ts`),
      files.sort(),
    );
  });
});

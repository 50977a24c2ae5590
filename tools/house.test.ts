import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');
const ROOMS = ['base', 'kube', 'pki', 'sim', 'signers', 'lab', 'steps', 'cli', 'bench', 'tools', 'clients', 'fixtures'];
const LONGEST = 300;
const LONGEST_TEST = 500;
const MEDIAN = 100;

function sources(folder: string): string[] {
  const entries = readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile() && /\.m?ts$/.test(e.name)).map((e) => path.relative(ROOT, path.join(e.parentPath, e.name)));
}

const files = ROOMS.flatMap(sources).map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
const known = new Set(files.map(({ file }) => file));

function importsOf(file: string, text: string): string[] {
  const named = [...text.matchAll(/(?:from|require\(|import\() ?'(\.[^']*)'/g)].map((match) =>
    path.join(path.dirname(file), match[1] ?? ''),
  );
  return named.flatMap((target) => [`${target}.ts`, `${target}/index.ts`].filter((candidate) => known.has(candidate)));
}

/** The first way from a file back to itself. */
function circle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const found = walk(next, [...way, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const found = walk(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe('the house', () => {
  it('has no circle of imports, not even of types', () => {
    assert.equal(circle(new Map(files.map(({ file, text }) => [file, importsOf(file, text)]))), undefined);
  });

  it('keeps its files small', () => {
    const length = (text: string): number => text.split('\n').length - 1;
    const long = files
      .filter(({ file, text }) => length(text) > (file.endsWith('.test.ts') ? LONGEST_TEST : LONGEST))
      .map(({ file }) => file);
    const lengths = files.map(({ text }) => length(text)).sort((a, b) => a - b);
    assert.deepEqual(long, []);
    assert.ok((lengths[Math.floor(lengths.length / 2)] ?? 0) < MEDIAN);
  });

  it('names its files in kebab-case', () => {
    assert.deepEqual(
      files.map(({ file }) => path.basename(file)).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|steps|d))?\.m?ts$/.test(name)),
      [],
    );
  });
});

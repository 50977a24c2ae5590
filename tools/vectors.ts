// Runs certificate vectors of a folder through this project's code: npm run vectors -- FOLDER
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runVectors } from './vectors/run';

const SHOWN = 40;

function main(folder: string | undefined): number {
  if (folder === undefined) {
    console.error('Which folder? Usage: npm run vectors -- FOLDER');
    return 2;
  }
  const results = runVectors((name) => readVectors(folder, name));
  const differences = results.flatMap(({ file, differences: found }) => found.map((one) => `${file} ${one.name}: ${one.difference}`));
  for (const difference of differences.slice(0, SHOWN)) console.log(difference);
  if (differences.length > SHOWN) console.log(`… and ${differences.length - SHOWN} more`);
  for (const { file, total, differences: found } of results) console.log(`${file}: ${total - found.length} of ${total}`);
  const total = results.reduce((sum, result) => sum + result.total, 0);
  console.log(`${total - differences.length} of ${total} vectors equal`);
  return differences.length === 0 && total > 0 ? 0 : 1;
}

/** `NAME.json`, or `NAME.json.gz`; undefined when there is neither. */
function readVectors(folder: string, name: string): unknown {
  const plain = path.join(folder, `${name}.json`);
  if (existsSync(plain)) return JSON.parse(readFileSync(plain, 'utf8'));
  const zipped = `${plain}.gz`;
  return existsSync(zipped) ? JSON.parse(gunzipSync(readFileSync(zipped)).toString('utf8')) : undefined;
}

process.exitCode = main(process.argv[2]);

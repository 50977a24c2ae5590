import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Files } from '../files';

export const systemFiles: Files = {
  read: (path) => readFileSync(path),
  readText: (path) => readFileSync(path, 'utf8'),
  write(path, text, mode) {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    writeFileSync(path, text, { mode });
  },
  append: (path, text) => appendFileSync(path, text),
  exists: (path) => existsSync(path),
  isDirectory: (path) => existsSync(path) && statSync(path).isDirectory(),
  list: (path) => readdirSync(path).sort(),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  temporaryFolder: (prefix) => mkdtempSync(join(tmpdir(), prefix)),
  resolve: (...segments) => resolve(...segments),
};

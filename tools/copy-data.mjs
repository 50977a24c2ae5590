// tsc copies no data: this puts every room's data/*.json at the same place under dist, where the compiled modules look for them.
import { cpSync, readdirSync } from 'node:fs';

const ROOMS = ['base', 'kube', 'pki', 'sim', 'signers', 'lab', 'steps', 'cli'];

for (const room of ROOMS) {
  for (const entry of readdirSync(room, { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (entry.isFile() && /\/data\/[^/]+\.json$/.test(path)) cpSync(path, `dist/${path}`);
  }
}

// What `csrlab conformance` plays.
for (const suite of readdirSync('features').filter((name) => name.startsWith('conformance'))) {
  cpSync(`features/${suite}`, `dist/features/${suite}`, { recursive: true });
}

// The version that `csrlab --version` prints.
cpSync('package.json', 'dist/package.json');

import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findClient } from '../find';

const ROOT = join(__dirname, '../..');

/** The kubectls that transcripts know, oldest first. */
export const KUBECTLS = ['kubectl.1.27', 'kubectl.1.30', 'kubectl.1.33', 'kubectl.1.36'];

/** Clients that are not one file of their own: how /bin/sh starts them. */
const SCRIPTS: Readonly<Record<string, string>> = {
  // ES modules are found from the folder of the file that imports them.
  'client-node': `ln -sfn '${ROOT}/node_modules' node_modules\nexec '${process.execPath}' "$@"`,
  // csrlab stands in: its command is cmctl's without the x for experimental.
  cmctl: `[ "$1" != x ] || shift\nTS_NODE_PROJECT='${ROOT}/tsconfig.json' exec '${process.execPath}' -r '${ROOT}/node_modules/ts-node/register' '${ROOT}/cli/main.ts' "$@"`,
};

/** Whether a client of the transcripts is on this machine. */
export function hasClient(client: string): boolean {
  return SCRIPTS[client] !== undefined || findClient(client) !== undefined;
}

/** Puts the client into a folder under the name that commands call it by, and beside any other client the newest kubectl. */
export function installClient(client: string, bin: string): void {
  const kubectl = client.startsWith('kubectl') ? client : KUBECTLS.findLast((name) => findClient(name) !== undefined);
  link(kubectl, join(bin, 'kubectl'));
  if (client === kubectl) return;
  const script = SCRIPTS[client];
  if (script === undefined) return link(client, join(bin, client));
  writeFileSync(join(bin, client), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, client), 0o755);
}

function link(client: string | undefined, file: string): void {
  const path = client === undefined ? undefined : findClient(client);
  if (path !== undefined) symlinkSync(path, file);
}

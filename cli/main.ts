#!/usr/bin/env node
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import { systemFiles } from '../base/env/node/files';
import { systemProcesses } from '../base/env/node/processes';
import type { Io } from './io';
import { run } from './run';

const io: Io = {
  environment: nodeEnvironment(),
  crypto: nodeCrypto(),
  files: systemFiles,
  processes: systemProcesses,
  variables: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  interactive: process.stderr.isTTY,
  colors: process.stdout.isTTY && process.env.NO_COLOR === undefined,
  async readStdin() {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks).toString('utf8');
  },
  stopRequested: new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  }),
};

// Timers of the clock keep no process alive, and a command may wait for nothing else.
setInterval(() => undefined, 2 ** 31 - 1);

void run(process.argv.slice(2), io).then((code) => process.exit(code));

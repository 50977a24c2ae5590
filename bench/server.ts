import { mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto } from '../base/env/node/crypto';
import { systemClock } from '../base/env/node/clock';
import { systemRandom } from '../base/env/node/random';
import { makeServingCertificate } from '../sim/kubernetes/serve/serving-certificate';
import { hasWrk, wrk } from './load';
import { report } from './measure';
import { startScript } from './process';
import { requestBody } from './requests';

const HEADERS = { authorization: 'Bearer admin-token', accept: 'application/json' };
const PATH = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

/** GET, list and create over HTTPS, each against a bare server that answers the same bytes. */
export async function benchServer(): Promise<string[]> {
  if (!hasWrk()) return ['GET, list and create over HTTPS: not run: wrk not found'];
  const lab = await startScript('api-server');
  const { server } = JSON.parse(lab.line) as { server: string };
  const folder = mkdtempSync(join(tmpdir(), 'csrlab-bench-'));
  const { cert, key } = makeServingCertificate({ clock: systemClock, random: systemRandom, crypto: nodeCrypto() });
  const files = {
    'cert.pem': cert,
    'key.pem': key,
    'get.json': await body(`${server}${PATH}/listed-7`),
    'list.json': await body(`${server}${PATH}?labelSelector=app%3Dbench`),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const bare = await startScript('bare-server', folder);
  const base = `https://127.0.0.1:${bare.line}`;
  try {
    return [
      report({ name: 'GET, 32 connections', rate: load(`${server}${PATH}/listed-7`, 32), baseline: load(`${base}/get`, 32), target: 0.6 }),
      report({
        name: 'list of 500, 8 connections',
        rate: load(`${server}${PATH}?labelSelector=app%3Dbench`, 8),
        baseline: load(`${base}/list`, 8),
        target: 0.8,
      }),
      report({
        name: 'create, 32 connections',
        rate: creates(server + PATH, 'ours'),
        baseline: creates(`${base}/create`, 'bare'),
        target: 0.6,
      }),
    ];
  } finally {
    lab.child.kill();
    bare.child.kill();
  }
}

function load(url: string, connections: number): number {
  return wrk({ url, connections, headers: HEADERS });
}

const BODIES = 40_000;

function creates(url: string, prefix: string): number {
  const bodies = Array.from({ length: BODIES }, (_, index) => requestBody(`${prefix}-${index}`));
  return wrk({ url, connections: 32, headers: HEADERS, bodies });
}

function body(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { headers: HEADERS, rejectUnauthorized: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    }).on('error', reject);
  });
}

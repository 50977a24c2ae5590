// A bare API server for trying things: node -r ts-node/register tools/dev-server.ts --port 31300 --token-auth-file tokens.csv --dir /tmp/somewhere
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../base/env/node/clock';
import { nodeCrypto } from '../base/env/node/crypto';
import { systemRandom } from '../base/env/node/random';
import {
  auditLog,
  clientCertificates,
  generateTokenKey,
  parseTokenFile,
  serviceAccountTokens,
  type AuditLevel,
  type AuditLog,
} from '../sim/kubernetes/access';
import { serveHttps } from '../sim/kubernetes/serve/https-server';
import { makeServingCertificate } from '../sim/kubernetes/serve/serving-certificate';
import { createApiServer } from '../sim/kubernetes/server';

const { values } = parseArgs({
  options: {
    'audit-log': { type: 'string' },
    'audit-level': { type: 'string', default: 'Metadata' },
    port: { type: 'string', default: '6443' },
    'token-auth-file': { type: 'string' },
    dir: { type: 'string', default: '.' },
  },
});

function auditTo(file: string): AuditLog {
  const policy = values['audit-level'] as AuditLevel;
  return auditLog({ clock: systemClock, policy, write: (line) => appendFileSync(file, line) });
}

async function main(): Promise<void> {
  const environment = { clock: systemClock, random: systemRandom, crypto: nodeCrypto() };
  const file = values['token-auth-file'];
  const { ca, cert, key } = makeServingCertificate(environment);
  const signingKey = generateTokenKey(environment.crypto, environment.random.stream('token-key'));
  const auditFile = values['audit-log'];
  const server = createApiServer({
    ...environment,
    ...(auditFile === undefined ? {} : { audit: auditTo(auditFile) }),
    serviceAccounts: serviceAccountTokens({ crypto: environment.crypto, issuer: 'https://kubernetes.default.svc', signingKey }),
    clientCertificates: clientCertificates({ crypto: environment.crypto, authorities: ca }),
    ...(file === undefined ? {} : { staticTokens: parseTokenFile(readFileSync(file, 'utf8'), file) }),
  });
  mkdirSync(values.dir, { recursive: true });
  writeFileSync(`${values.dir}/ca.crt`, ca);
  const serving = await serveHttps(server.handle, { host: '127.0.0.1', port: Number(values.port), cert, key });
  server.publishTokenKeys(`127.0.0.1:${serving.port}`);
  process.stdout.write(`${serving.url} ready after ${Math.round(performance.now())} ms\n`);
  process.on('SIGTERM', () => void serving.close().then(() => process.exit(0)));
}

void main();

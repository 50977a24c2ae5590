import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeCrypto } from '../base/env/node/crypto';
import { nodeEnvironment } from '../base/env/node/environment';
import { startLab, type Lab } from '../lab';
import { createSelfSignedCertificate, decodeCertificates, encodePem, generateSigningKey } from '../pki';
import { describeWithClient } from './find';

const PORT = 32_190;
const ISSUERS = { group: 'cert-manager.io', version: 'v1', resource: 'issuers' };

describeWithClient('our ACME signer with Pebble', 'pebble', (pebble) => {
  let folder: string;
  let server: ChildProcess;
  let lab: Lab;
  let root: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'csrlab-pebble-'));
    const environment = { ...nodeEnvironment(), crypto: nodeCrypto() };
    const key = generateSigningKey({ kind: 'ECDSA', curve: 'P-256' }, environment.random.stream('pebble'), environment.crypto);
    const now = Math.floor(Date.now() / 1000);
    const certificate = {
      subject: { commonName: 'Pebble' },
      ipAddresses: [Uint8Array.of(127, 0, 0, 1)],
      notBefore: now - 60,
      notAfter: now + 3600,
    };
    const tools = { random: environment.random.stream('pebble'), crypto: environment.crypto };
    root = encodePem('CERTIFICATE', createSelfSignedCertificate(certificate, key, tools));
    writeFileSync(join(folder, 'cert.pem'), root);
    writeFileSync(join(folder, 'key.pem'), encodePem('PRIVATE KEY', key.pkcs8));
    const config = {
      listenAddress: `127.0.0.1:${PORT}`,
      managementListenAddress: `127.0.0.1:${PORT + 1}`,
      ...{
        certificate: join(folder, 'cert.pem'),
        privateKey: join(folder, 'key.pem'),
        httpPort: 5002,
        tlsPort: 5001,
        ocspResponderURL: '',
      },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ pebble: config }));
    // Pebble validates nothing here: how a solver is reached is another test's affair. It refuses many nonces, though.
    const env = { PATH: process.env.PATH, PEBBLE_VA_ALWAYS_VALID: '1', PEBBLE_WFE_NONCEREJECT: '30' };
    server = spawn(pebble, ['-config', join(folder, 'config.json')], { env, stdio: 'ignore' });
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('issues', async () => {
    const acme = {
      server: `https://127.0.0.1:${PORT}/dir`,
      caBundle: btoa(root),
      privateKeySecretRef: { name: 'pebble-account' },
      solvers: [{ http01: { ingress: {} }, waitInsteadOfSelfCheck: '0s' }],
    };
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'pebble', namespace: 'default' }, spec: { acme } };
    await lab.admin.create(ISSUERS, issuer);
    const { object } = lab.request('web', { signerName: 'issuers.cert-manager.io/default.pebble', dnsNames: ['web.example.com'] });
    await lab.admin.create({ group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' }, object);
    await lab.approve('web');
    const { chain } = await lab.issued('web', { timeout: '90s' });
    const [leaf] = decodeCertificates(Buffer.from(chain), 'bundle');
    assert.deepEqual(leaf?.dnsNames, ['web.example.com']);
    assert.match(leaf?.issuer.commonName ?? '', /Pebble/);
  });
});

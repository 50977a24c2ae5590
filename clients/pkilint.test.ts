import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { startLab, type Lab } from '../lab';
import { decodeAllPem, encodePem, lintCertificate } from '../pki';
import { describeWithClient } from './find';

interface Finding {
  readonly finding_descriptions: readonly { readonly severity: string; readonly code: string }[];
}

// pkilint holds RFC 8813 for an error, we for a warning: cert-manager's default usages ask for key encipherment whatever the key is.
const OURS_WARN: ReadonlySet<string> = new Set(['pkix.key_usage_value_prohibited_for_ec']);

/** Codes of pkilint's errors about one certificate. */
function pkilint(binary: string, der: Uint8Array, folder: string): readonly string[] {
  const file = join(folder, 'certificate.pem');
  writeFileSync(file, encodePem('CERTIFICATE', der));
  const { stdout, stderr } = spawnSync(binary, ['lint', '-s', 'ERROR', '-f', 'JSON', file], { encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`pkilint says nothing of the certificate: ${stderr}`);
  const { results } = JSON.parse(stdout) as { results: readonly Finding[] };
  return results.flatMap(({ finding_descriptions: found }) => found.map(({ code }) => code));
}

const KINDS: readonly [title: string, signerName: string, options: object][] = [
  ['a leaf of a CA issuer', 'clusterissuers.cert-manager.io/lab', {}],
  [
    'a leaf over an RSA key',
    'clusterissuers.cert-manager.io/lab',
    { key: { kind: 'RSA', bits: 2048 }, usages: ['digital signature', 'key encipherment', 'server auth'] },
  ],
  ['a leaf over an Ed25519 key', 'clusterissuers.cert-manager.io/lab', { key: { kind: 'Ed25519' } }],
  ['a curve key that asks for key encipherment', 'clusterissuers.cert-manager.io/lab', { usages: ['key encipherment', 'client auth'] }],
  [
    'a subordinate authority',
    'clusterissuers.cert-manager.io/lab',
    { usages: ['cert sign', 'crl sign'], annotations: { 'experimental.cert-manager.io/request-is-ca': 'true' } },
  ],
  [
    "a client certificate of the cluster's own signer",
    'kubernetes.io/kube-apiserver-client',
    { usages: ['digital signature', 'client auth'] },
  ],
];

describeWithClient('pkilint', 'lint_pkix_cert', (binary) => {
  let lab: Lab;
  let folder = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'csrlab-pkilint-'));
    lab = await startLab();
    await lab.ca('lab');
  });
  after(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [index, [title, signerName, options]] of KINDS.entries()) {
    it(`and our lint agree on ${title}`, async () => {
      const name = `kind-${index}`;
      await lab.apply([lab.request(name, { signerName, ...options }).object]);
      await lab.approve(name);
      const { chain } = await lab.issued(name);
      for (const { bytes } of decodeAllPem(new TextEncoder().encode(chain))) {
        const theirs = pkilint(binary, bytes, folder).filter((code) => !OURS_WARN.has(code));
        const ours = lintCertificate(bytes).filter(({ severity }) => severity === 'error');
        assert.deepEqual(theirs, []);
        assert.deepEqual(ours, []);
      }
    });
  }
});

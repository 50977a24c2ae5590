import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../steps/state/keys';
import { eventually } from '../steps/state/eventually';
import { issuerManifest, requestManifest } from './documents';
import { describeWithClient, runClient } from './find';
import { LabProcess } from './lab-process';

/** kubectl with a cache and a home of its own, and a lab behind it. */
class Session {
  readonly lab = new LabProcess();
  readonly root = createAuthority('clients test root');
  private kubeconfig = '';

  constructor(private readonly binary: string) {}

  async start(): Promise<void> {
    this.kubeconfig = (await this.lab.start()).kubeconfig;
  }

  run(...args: string[]): string {
    return this.runWithInput('', ...args);
  }

  runWithInput(input: string, ...args: string[]): string {
    return runClient(this.binary, args, { env: { KUBECONFIG: this.kubeconfig, HOME: this.lab.folder }, input });
  }

  /** Waits until the output of a command is as wanted. */
  async until(wanted: RegExp, ...args: string[]): Promise<string> {
    return eventually(
      () => Promise.resolve(wanted.test(this.run(...args)) ? this.run(...args) : undefined),
      () => Promise.resolve(`kubectl ${args.join(' ')} never said ${wanted.source}:\n${this.run(...args)}`),
    );
  }

  verify(chain: string): string {
    const file = join(this.lab.folder, 'chain.pem');
    const root = join(this.lab.folder, 'root.pem');
    writeFileSync(file, chain);
    writeFileSync(root, this.root.certificate);
    return runClient('openssl', ['verify', '-CAfile', root, file]).trim();
  }
}

// Older ones cannot validate against this server's OpenAPI, so they do less.
const WRITERS = ['1.27', '1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.36'];

for (const version of WRITERS) {
  describeWithClient(`kubectl ${version}`, `kubectl.${version}`, (binary) => {
    const session = new Session(binary);
    before(() => session.start());
    after(() => session.lab.stop());

    it('follows the documented flow from manifests to a chain that openssl verifies', async () => {
      session.runWithInput(issuerManifest(session.root), 'apply', '-f', '-');
      await session.until(/True/, '-n', 'sandbox', 'get', 'issuer', 'my-issuer', '-o', 'jsonpath={.status.conditions[*].status}');
      for (const user of ['alice', 'bob']) session.runWithInput(requestManifest(`${user}-web`), '--as', user, 'apply', '-f', '-');
      assert.match(session.run('get', 'csr', 'alice-web'), /alice +<none> +Pending/);
      assert.equal(
        session.run('certificate', 'approve', 'alice-web'),
        'certificatesigningrequest.certificates.k8s.io/alice-web approved\n',
      );
      session.run('certificate', 'approve', 'bob-web');
      await session.until(/alice +<none> +Approved,Issued/, 'get', 'csr', 'alice-web');
      const certificate = session.run('get', 'csr', 'alice-web', '-o', 'jsonpath={.status.certificate}');
      assert.match(session.verify(Buffer.from(certificate, 'base64').toString()), /: OK$/);
    });

    it('shows why bob, who lacks the Role, gets nothing', async () => {
      await session.until(/bob +<none> +Approved,Failed/, 'get', 'csr', 'bob-web');
      const reasons = session.run('get', 'csr', 'bob-web', '-o', 'jsonpath={.status.conditions[*].reason}');
      assert.equal(reasons, 'KubectlApprove DeniedReference');
      const described = await session.until(/DeniedReference/, 'describe', 'csr', 'bob-web');
      assert.match(described, /Warning +DeniedReference .*Requester may not reference Namespaced Issuer sandbox\/my-issuer/);
    });

    it('explains fields, watches and deletes', () => {
      assert.match(session.run('explain', 'csr.spec'), /expirationSeconds/);
      session.run('delete', 'csr', 'alice-web', 'bob-web');
      assert.equal(session.run('get', 'csr', '-o', 'name'), '');
    });
  });
}

describeWithClient('kubectl 1.20', 'kubectl.1.20', (binary) => {
  const session = new Session(binary);
  before(() => session.start());
  after(() => session.lab.stop());

  it('gets, describes and approves', async () => {
    session.runWithInput(issuerManifest(session.root), 'apply', '--validate=false', '-f', '-');
    session.runWithInput(requestManifest('alice-web'), '--as', 'alice', 'create', '--validate=false', '-f', '-');
    assert.match(session.run('get', 'csr'), /alice-web .*alice +<none> +Pending/);
    session.run('certificate', 'approve', 'alice-web');
    await session.until(/Approved,Issued/, 'get', 'csr', 'alice-web');
    assert.match(session.run('describe', 'csr', 'alice-web'), /WaitingApproval|CertificateIssued/);
  });
});

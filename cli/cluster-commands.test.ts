import assert from 'node:assert/strict';
import { fakeIo, type FakeIo } from '../fixtures/fake-io';
import { startLab, type Lab } from '../lab';
import { run } from './run';

const SIGNER = 'issuers.cert-manager.io/sandbox.my-issuer';
const CERTIFICATE = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web, namespace: sandbox}
spec: {secretName: web, duration: 2160h, issuerRef: {name: my-issuer}, dnsNames: [web.example.com]}
`;
const REFERENCER = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: requester}
rules:
  - {apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, get]}
  - {apiGroups: [cert-manager.io], resources: [signers], verbs: [reference]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: requester}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: requester}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
`;

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function play(fake: FakeIo, ...argv: string[]): Promise<Result> {
  const [out, err] = [fake.out().length, fake.err().length];
  const code = await run(argv, fake.io);
  return { code, out: fake.out().slice(out), err: fake.err().slice(err) };
}

describe('commands on a cluster', function () {
  this.timeout(20_000);
  let lab: Lab;
  let fake: FakeIo;

  before(async () => {
    lab = await startLab();
    await lab.apply(REFERENCER);
    await lab.ca('sandbox/my-issuer');
    fake = fakeIo({ cluster: lab.handle, files: { 'web.yaml': CERTIFICATE } });
    const alice = lab.as('alice');
    await alice.create(lab.request('waiting', { signerName: SIGNER }).object);
    await alice.create(lab.request('done', { signerName: SIGNER }).object);
    await lab.approve('done');
    await lab.issued('done');
  });
  after(() => lab.stop());

  it('explain shows the gate that is shut and what opens it', async () => {
    const { code, out } = await play(fake, 'explain', 'csr', 'waiting');
    assert.equal(code, 0);
    assert.match(out, /^certificatesigningrequest waiting for issuers\.cert-manager\.io\/sandbox\.my-issuer\n/);
    assert.match(out, /✗ .*\n +kubectl certificate approve waiting\n/);
  });

  it('explain tells programs the same', async () => {
    const { out } = await play(fake, 'explain', 'csr', 'done', '--output', 'json');
    const { name, verdict } = JSON.parse(out) as { name: string; verdict: string };
    assert.deepEqual({ name, verdict }, { name: 'done', verdict: 'issued' });
  });

  for (const command of ['explain', 'inspect']) {
    it(`${command} says which request is not there`, async () => {
      const { code, err } = await play(fake, command, 'csr', 'nosuch');
      const text = 'certificatesigningrequests.certificates.k8s.io "nosuch" not found';
      assert.deepEqual([code, err], [1, `error: cannot read certificatesigningrequests nosuch: ${text}\n`]);
    });
  }

  it('inspect shows who set each field of a certificate', async () => {
    const { code, out } = await play(fake, 'inspect', 'csr', 'done');
    assert.equal(code, 0);
    assert.match(out, /requested by +alice/);
    assert.match(out, /subject +CN=done\.example\.com +\[as requested\]/);
    assert.match(out, /keyUsage +.*\[(added|changed) by spec\.usages\]/);
    assert.match(out, /serial number +[0-9a-f]+ +\[added by the signer\]/);
  });

  it('inspect shows a Secret without its private key', async () => {
    const { code, out, err } = await play(fake, 'inspect', 'secret', 'my-issuer-ca', '-n', 'sandbox');
    assert.equal(code, 0, err);
    assert.match(out, /tls\.crt: Certificate\n/);
    assert.match(out, /PRIVATE KEY\n +length +\d+ bytes, not shown\n/);
  });

  it('create certificatesigningrequest writes the key and creates the request', async () => {
    const { code, out } = await play(fake, 'create', 'certificatesigningrequest', 'web', '-f', '/web.yaml');
    assert.deepEqual([code, out], [0, 'Private key written to file web.key\nCertificateSigningRequest web has been created\n']);
    assert.match(fake.files.get('/web.key') ?? '', /^-----BEGIN RSA PRIVATE KEY-----\n/);
    const { out: shown } = await play(fake, 'inspect', 'csr', 'web');
    assert.match(shown, /request-duration +2160h0m0s\n/);
  });

  it('create certificatesigningrequest puts its errors where cmctl does', async () => {
    const { code, out, err } = await play(fake, 'create', 'csr', 'a', 'b', '-f', '/web.yaml');
    const text = 'error: only one argument can be passed in: the name of the CertificateSigningRequest\n';
    assert.deepEqual([code, out, err], [1, text, '']);
  });

  for (const [words, text] of [
    ['--timeout soon', 'invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"'],
    ['--odd=3', 'unknown flag: --odd'],
    ['-wz', "unknown shorthand flag: 'z' in -z"],
    ['-w -f', "flag needs an argument: 'f' in -f"],
    ['--output-key-file', 'flag needs an argument: --output-key-file'],
  ] as const) {
    it(`create certificatesigningrequest says of ${words} what cmctl says`, async () => {
      const { code, out, err } = await play(fake, 'create', 'csr', 'a', ...words.split(' '));
      assert.deepEqual([code, out, err], [1, `error: ${text}\n`, '']);
    });
  }

  it('create shows what can be created, and knows nothing else', async () => {
    const { code, out } = await play(fake, 'create');
    assert.equal(code, 0);
    assert.match(out, /certificatesigningrequest\|csr/);
    const text = "error: unknown command 'odd' (csrlab create --help lists what there is)\n";
    assert.deepEqual(await play(fake, 'create', 'odd'), { code: 2, out: '', err: text });
  });
});

describe('csrlab inspect', () => {
  const wrong: [title: string, argv: string[], code: number, err: string][] = [
    ['a kind without a name', ['inspect', 'csr'], 2, 'error: inspect csr: which one? write csrlab inspect csr NAME\n'],
    ['a file that is not there', ['inspect', '/nowhere'], 1, 'error: cannot read /nowhere (FILE): there is no such file\n'],
    [
      'a file that is no PEM',
      ['inspect', '/text'],
      1,
      'error: /text holds no PEM block: give a certificate, a chain or a request that begins with -----BEGIN\n',
    ],
    ['no cluster', ['inspect', 'secret', 'x'], 2, 'error: no cluster is named: give --kubeconfig FILE, or set KUBECONFIG\n'],
  ];
  for (const [title, argv, code, err] of wrong) {
    it(`refuses ${title} in one line`, async () => {
      assert.deepEqual(await play(fakeIo({ files: { '/text': 'hello' } }), ...argv), { code, out: '', err });
    });
  }
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequestPem } from '../steps/state/keys';
import { describeWithClient, runClient } from './find';
import { LabProcess } from './lab-process';

const SOURCES = join(__dirname, 'go');
// Compiling client-go takes a minute where nobody did it before, and the modules may have to be fetched.
const LIMIT = 600_000;

describeWithClient('go', 'go', (go) => {
  const lab = new LabProcess();
  const folder = mkdtempSync(join(tmpdir(), 'csrlab-go-'));
  let kubeconfig = '';

  before(async function () {
    this.timeout(LIMIT);
    runClient(go, ['build', '-buildvcs=false', '-o', `${folder}/`, './...'], { cwd: SOURCES, env: goEnvironment(), timeout: LIMIT });
    kubeconfig = (await lab.start('--no-signers')).kubeconfig;
  });
  after(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps informers in sync through writes, a broken connection and a forgotten past', () => {
    const env = { KUBECONFIG: kubeconfig, HOME: lab.folder, REQUEST: createRequestPem('informers') };
    const report = JSON.parse(runClient(join(folder, 'informers'), [], { env, timeout: LIMIT })) as Report;
    assert.deepEqual(
      report.phases.map(({ name, requests }) => [name, requests]),
      [
        ['writes', 7],
        ['a broken connection', 14],
        ['a forgotten past', 21],
      ],
    );
    assert.equal(report.balance, 21);
    assert.ok(report.relistedOnlyWhenForgotten, 'the informers list anew when the past is forgotten, and only then');
  }).timeout(LIMIT);

  it('passes the checklists of the end-to-end tests for certificates and reviews, over protobuf', () => {
    const outcomes: unknown = JSON.parse(runClient(join(folder, 'checklists'), [], { env: { KUBECONFIG: kubeconfig, HOME: lab.folder } }));
    assert.deepEqual(outcomes, [
      { checklist: 'a client is built with a request', failure: '' },
      { checklist: 'requests, their approval and their status', failure: '' },
      { checklist: 'subject reviews agree with what happens', failure: '' },
      { checklist: 'self reviews say who asks', failure: '' },
    ]);
  });
});

interface Report {
  readonly phases: readonly { readonly name: string; readonly requests: number }[];
  readonly relistedOnlyWhenForgotten: boolean;
  readonly balance: number;
}

/** The caches of whoever runs the tests. */
function goEnvironment(): Record<string, string> {
  const names = [
    'HOME',
    'GOPATH',
    'GOCACHE',
    'GOMODCACHE',
    'GOPROXY',
    'GOFLAGS',
    'GONOSUMDB',
    'GOSUMDB',
    'HTTPS_PROXY',
    'https_proxy',
    'SSL_CERT_FILE',
  ];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

import assert from 'node:assert/strict';
import { systemFiles } from '../../base/env/node/files';
import { systemProcesses } from '../../base/env/node/processes';
import type { Files } from '../../base/env/files';
import type { Processes } from '../../base/env/processes';
import { fakeIo } from '../../fixtures/fake-io';
import { APPROVER_MUTANTS } from '../../fixtures/mutants/approver-behaviour';
import { startFromWords } from '../../fixtures/mutants/main';
import { run } from '../run';
import type { Report } from './report';

const inThisProcess: Processes = {
  start(_command, args) {
    const stop = startFromWords(args);
    return Promise.resolve({ ended: new Promise<string>(() => undefined), tail: () => '', stop });
  },
};

const request = (usages: string, more = ''): string => `
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: team}
spec: {signerName: example.com/team, usages: [${usages}]${more}}
`;
const MANIFESTS: Readonly<Record<string, string>> = {
  '/good.yaml': `${request('server auth')}---${request('digital signature, server auth', ', username: alice, groups: [team]')}`,
  '/bad.yaml': request('client auth'),
  '/other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n',
};
const files: Files = { ...systemFiles, readText: (path) => MANIFESTS[path] ?? systemFiles.readText(path) };

const QUICK = ['--approver', '--timeout', '1500ms', '--settle', '150ms', '--start-timeout', '2s', '--output', 'json'];
const POLICY = ['--should-approve', '/good.yaml', '--should-not-approve', '/bad.yaml'];
const PROGRAM = ['--', 'approver', '--kubeconfig', '{kubeconfig}', '--approver'];

async function conformance(words: readonly string[], processes: Processes = inThisProcess) {
  const fake = fakeIo();
  const code = await run(['conformance', ...words], { ...fake.io, files, processes });
  return { code, out: fake.out(), err: fake.err() };
}

function named(report: string, status: string): readonly string[] {
  return (JSON.parse(report) as Report).capabilities.filter((capability) => capability.status === status).map(({ name }) => name);
}

describe('csrlab conformance --approver', function () {
  this.timeout(120_000);

  it('passes the small approver of a lab, but for what takes a program', async () => {
    const { code, out } = await conformance(QUICK);
    assert.deepEqual([code, named(out, 'failed'), named(out, 'unsupported')], [0, [], ['restart']]);
  });

  it('passes an approver that does as it should, started as a program', async () => {
    const program = [process.execPath, '--require', 'ts-node/register', 'fixtures/mutants/main.ts', ...PROGRAM.slice(2)];
    const { code, out } = await conformance(
      [...QUICK, '--timeout', '15s', '--start-timeout', '30s', ...POLICY, '--', ...program],
      systemProcesses,
    );
    assert.deepEqual([code, named(out, 'failed'), named(out, 'unsupported')], [0, [], []]);
  });

  for (const { name, fails, mayFail = [] } of APPROVER_MUTANTS) {
    it(`catches by ${fails} the approver ${name}`, async () => {
      const { code, out } = await conformance([...QUICK, ...POLICY, ...PROGRAM, '--mutant', name]);
      assert.deepEqual([code, named(out, 'failed').filter((capability) => !mayFail.includes(capability))], [1, [fails]]);
    });
  }

  it('says who asked for what of a request that was decided', async () => {
    const { out } = await conformance([...QUICK, ...POLICY, ...PROGRAM, '--mutant', 'approves-denied']);
    const scenario = (JSON.parse(out) as Report).capabilities
      .find(({ name }) => name === 'decided')
      ?.scenarios.find(({ status }) => status === 'failed');
    assert.equal(scenario?.expected, 'the approver asks for no change of what is decided');
    assert.equal(scenario.seen, 'it asks to update certificatesigningrequests/approval and is answered 422');
    const told = scenario.timeline.map(({ what }) => what.replace(/-[0-9a-f]{6}/g, ''));
    const what = 'under-test asks to update certificatesigningrequests/approval team-refused and is answered 422';
    assert.ok(told.includes(what), told.join('\n'));
  });

  it('reports what a probe has found', async () => {
    const { code, out } = await conformance([...QUICK, '--probe', ...POLICY, ...PROGRAM, '--mutant', 'says-nothing']);
    const notes = (JSON.parse(out) as Report).capabilities.map(({ name, status, note = '' }) => [
      name,
      status,
      note.replace(/: An .*/, ''),
    ]);
    assert.deepEqual(
      [code, notes],
      [
        0,
        [
          ['approval', 'passed', ''],
          ['decided', 'passed', ''],
          ['explanation', 'unsupported', 'unsupported (probed)'],
          ['nothing-else', 'passed', ''],
          ['permission', 'passed', 'supported (probed)'],
          ['restart', 'passed', 'supported (probed)'],
          ['restraint', 'passed', ''],
        ],
      ],
    );
  });

  const name = 'write manifests of CertificateSigningRequests, and name them with';
  for (const [words, message] of [
    [['--', 'x'], `what should it approve? ${name} --should-approve FILE`],
    [['--should-approve', '/good.yaml', '--', 'x'], `what should it never approve? ${name} --should-not-approve FILE`],
    [
      ['--should-approve', '/other.yaml', '--should-not-approve', '/bad.yaml', '--', 'x'],
      '--should-approve /other.yaml: write CertificateSigningRequests into it, and nothing else',
    ],
    [['--unsupported', 'restraint'], '--unsupported restraint: what an approver may do without is explanation, permission, restart'],
    [['--approve-binding', 'b'], '--approve-binding is for --kubeconfig: in a lab the right to approve is given by the suite itself'],
  ] as const) {
    it(`refuses "${words.join(' ')}" as wrong usage`, async () => {
      assert.deepEqual(await conformance(['--approver', ...words]), { code: 2, out: '', err: `error: ${message}\n` });
    });
  }
});

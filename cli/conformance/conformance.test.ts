import assert from 'node:assert/strict';
import { systemFiles } from '../../base/env/node/files';
import { systemProcesses } from '../../base/env/node/processes';
import type { Files } from '../../base/env/files';
import type { Processes } from '../../base/env/processes';
import { fakeIo } from '../../fixtures/fake-io';
import { MUTANTS } from '../../fixtures/mutants/behaviour';
import { startFromWords } from '../../fixtures/mutants/main';
import { startLab } from '../../lab';
import { run } from '../run';
import type { Report } from './report';

/** Starts the mutants in this process: the command is the same, the two seconds that Node takes are not. */
const inThisProcess: Processes = {
  start(_command, args) {
    const stop = startFromWords(args);
    return Promise.resolve({ ended: new Promise<string>(() => undefined), tail: () => '', stop });
  },
};

const QUICK = [
  '--timeout',
  '1500ms',
  '--settle',
  '150ms',
  '--output',
  'json',
  '--signer-name',
  'issuers.cert-manager.io/sandbox.my-issuer',
];
const MUTANT = ['--', 'mutant', '--kubeconfig', '{kubeconfig}', '--signer-name', '{signer-name}'];

async function conformance(words: readonly string[], processes: Processes = inThisProcess) {
  const fake = fakeIo();
  const code = await run(['conformance', ...words], { ...fake.io, files: systemFiles, processes });
  return { code, out: fake.out(), err: fake.err() };
}

function failed(report: string): readonly string[] {
  return (JSON.parse(report) as Report).capabilities.filter(({ status }) => status === 'failed').map(({ name }) => name);
}

describe('csrlab conformance', function () {
  this.timeout(120_000);

  it("passes csrlab's own engine", async () => {
    const { code, out } = await conformance([]);
    assert.deepEqual([code, out.split('\n').at(-2)], [0, '10 capabilities passed, 0 failed, 0 unsupported']);
  });

  it('passes a foreign signer that does as it should, started as a program', async () => {
    const program = [process.execPath, '--require', 'ts-node/register', 'fixtures/mutants/main.ts'];
    const { code, out } = await conformance([...QUICK, '--', ...program, ...MUTANT.slice(2)], systemProcesses);
    assert.deepEqual([code, failed(out)], [0, []]);
  });

  for (const { name, fails, mayFail = [] } of MUTANTS) {
    it(`catches by ${fails} the signer ${name}`, async () => {
      const { code, out, err } = await conformance([...QUICK, ...MUTANT, '--mutant', name]);
      const found = failed(out).filter((capability) => !mayFail.includes(capability));
      assert.deepEqual([code, found], [1, [fails]]);
      assert.equal(err, `error: issuers.cert-manager.io/sandbox.my-issuer does not conform: ${failed(out).join(', ')}\n`);
    });
  }

  it('says what was expected, what was seen, and who asked for what', async () => {
    const { out } = await conformance([...QUICK, ...MUTANT, '--mutant', 'signs-denied']);
    const { capabilities } = JSON.parse(out) as Report;
    const scenario = capabilities.find(({ name }) => name === 'denial')?.scenarios[0];
    assert.deepEqual([scenario?.expected, scenario?.seen], ['no certificate', 'Denied and a certificate']);
    const told = scenario?.timeline.map(({ what }) => what.replace(/-[0-9a-f]{6}/g, '')) ?? [];
    for (const what of [
      'the suite sets Denied on conformance-refused',
      'under-test asks to update certificatesigningrequests/status conformance-refused and is answered 200',
    ]) {
      assert.ok(told.includes(what), told.join('\n'));
    }
  });

  it('tells of those requests in every report', async () => {
    const written = new Map<string, string>();
    const write: Files['write'] = (path, text, mode) =>
      path.startsWith('/report') ? void written.set(path, text) : systemFiles.write(path, text, mode);
    const reports = ['--report-html', '/report.html', '--report-junit', '/report.xml', '--report-json', '/report.json'];
    const words = [...QUICK.filter((word) => word !== '--output' && word !== 'json'), ...reports];
    const fake = fakeIo();
    const io = { ...fake.io, files: { ...systemFiles, write }, processes: inThisProcess };
    await run(['conformance', ...words, ...MUTANT, '--mutant', 'signs-denied'], io);
    for (const [where, text] of [['terminal', fake.out()], ...written]) {
      const told = /under-test asks to update certificatesigningrequests\/status conformance-refused-[0-9a-f]{6} and is answered 200/;
      assert.match(text ?? '', told, where);
    }
    assert.deepEqual([...written.keys()], ['/report.html', '/report.xml', '/report.json']);
  });

  it('finds out by itself what the signer does not claim, and says so', async () => {
    const { code, out } = await conformance([...QUICK, '--probe', ...MUTANT, '--mutant', 'wrong-duration']);
    const notes = Object.fromEntries((JSON.parse(out) as Report).capabilities.map(({ name, note }) => [name, note]));
    assert.deepEqual([code, notes.san, notes.key], [0, 'supported (probed)', undefined]);
    assert.match(notes.duration ?? '', /^unsupported \(probed\): 7200 seconds: expected .*, seen /);
  });

  it("reads the requests of others from a cluster's audit log", async () => {
    const folder = systemFiles.temporaryFolder('csrlab-audit-');
    const [kubeconfig, log] = ['kubeconfig', 'audit.log'].map((name) => systemFiles.resolve(folder, name));
    const lab = await startLab({ https: {}, auditLog: (line) => systemFiles.append(log ?? '', line) });
    await lab.ca('sandbox/my-issuer');
    systemFiles.write(kubeconfig ?? '', lab.kubeconfig());
    const { code, out } = await conformance([...QUICK, '--kubeconfig', kubeconfig ?? '', '--audit-log', log ?? '']);
    await lab.stop();
    systemFiles.remove(folder);
    const scenarios = (JSON.parse(out) as Report).capabilities.flatMap((capability) => capability.scenarios);
    const told = scenarios.flatMap(({ timeline }) => timeline.map(({ what }) => what));
    const what = /^system:serviceaccount:cert-manager:cert-manager asks to update certificatesigningrequests\/status .* is answered 200$/;
    assert.deepEqual([code, told.some((one) => what.test(one))], [0, true]);
  });

  it('reports as unsupported, with the reason, what the signer does not claim', async () => {
    const { code, out } = await conformance([...QUICK, '--unsupported', 'duration,is-ca', ...MUTANT, '--mutant', 'wrong-duration']);
    const report = JSON.parse(out) as Report;
    const [scenario] = report.capabilities.find(({ name }) => name === 'duration')?.scenarios ?? [];
    assert.deepEqual(
      [code, report.summary, scenario?.status, scenario?.reason],
      [0, { passed: 8, failed: 0, unsupported: 2 }, 'unsupported', 'declared with --unsupported'],
    );
  });

  it('ends when the program ends by itself, with what it said', async () => {
    const program = [process.execPath, '-e', 'console.error("no licence"); process.exit(3)'];
    const { code, err } = await conformance([...QUICK, '--', ...program], systemProcesses);
    assert.equal(code, 1);
    assert.match(err, /ended by itself \(exit code 3\) before the run was over; it said:\nno licence/);
  });

  for (const [words, message] of [
    [['--', 'x'], 'whose conformance? name the signer with --signer-name, such as issuers.cert-manager.io/sandbox.my-issuer'],
    [['--signer-name', 'x'], '--signer-name x is no signer name: write domain/path, such as issuers.cert-manager.io/sandbox.my-issuer'],
    [
      ['--unsupported', 'denial'],
      '--unsupported denial: what a signer may do without is subject, san, usages, duration, is-ca, failed, immutability',
    ],
    [['--audit-log', 'x'], '--audit-log is for --kubeconfig: a lab knows by itself what was asked of it'],
    [['--should-approve', 'x'], '--should-approve is for approvers: add --approver'],
    [['--signer-name', 'a.b/c', '--', '/no/such'], 'cannot start /no/such: there is no such program; give its path, or put it on the PATH'],
  ] as const) {
    it(`refuses "${words.join(' ')}" as wrong usage`, async () => {
      assert.deepEqual(await conformance(words, systemProcesses), { code: 2, out: '', err: `error: ${message}\n` });
    });
  }
});

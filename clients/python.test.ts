import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createRequestPem } from '../steps/state/keys';
import { describeWithClient, runClient } from './find';
import { LabProcess } from './lab-process';

describeWithClient('python-kubernetes', 'python-kubernetes', (python) => {
  const lab = new LabProcess();
  let seen: Readonly<Record<string, unknown>> = {};

  before(async () => {
    const { kubeconfig } = await lab.start();
    const env = { KUBECONFIG: kubeconfig, HOME: lab.folder, REQUEST: createRequestPem('python-web') };
    seen = JSON.parse(runClient(python, [join(__dirname, 'python/smoke.py')], { env })) as typeof seen;
  });
  after(() => lab.stop());

  const facts: [title: string, key: string, value: unknown][] = [
    ['creates a request', 'created', ['kubernetes-admin', 3600, null]],
    [
      'is told what exists already',
      'created again',
      [409, 'AlreadyExists', 'certificatesigningrequests.certificates.k8s.io "python-web" already exists'],
    ],
    ['patches', 'patched', { patched: 'yes' }],
    [
      'applies, beside what others manage',
      'applied',
      [
        { by: 'python', applied: 'yes' },
        [
          ['python', 'Apply'],
          ['OpenAPI-Generator', 'Update'],
        ],
      ],
    ],
    ['approves', 'approved', [['Approved', 'True', 'Python', true]]],
    ['lists by signer', 'listed', ['python-web']],
    ['asks for a token with an audience and a duration', 'token', ['system:serviceaccount:default:python', ['https://example.com'], 600]],
    ['has the token reviewed', 'reviewed', [true, 'system:serviceaccount:default:python']],
    [
      'watches all of it',
      'watched',
      [
        ['ADDED', 'python-web'],
        ['MODIFIED', 'python-web'],
        ['MODIFIED', 'python-web'],
        ['MODIFIED', 'python-web'],
        ['DELETED', 'python-web'],
      ],
    ],
    ['is told what is gone', 'gone', [404, 'NotFound', 'certificatesigningrequests.certificates.k8s.io "python-web" not found']],
  ];
  for (const [title, key, value] of facts) it(title, () => assert.deepEqual(seen[key], value));
});

import { test, expect } from 'csrlab/vitest';

test('an approved request is issued', async ({ lab }) => {
  await lab.ca('my-issuer');
  const { object } = lab.request('web', { signerName: 'clusterissuers.cert-manager.io/my-issuer' });
  await lab.apply([object]);
  await lab.approve('web');
  expect((await lab.issued('web')).chain).toContain('BEGIN CERTIFICATE');
});

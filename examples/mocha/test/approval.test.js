const assert = require('node:assert/strict');
const { useLab } = require('csrlab/mocha');

describe('a signer', () => {
  const lab = useLab();

  it('issues what was approved', async () => {
    await lab().ca('my-issuer');
    const { object } = lab().request('web', { signerName: 'clusterissuers.cert-manager.io/my-issuer' });
    await lab().apply([object]);
    await lab().approve('web');
    assert.match((await lab().issued('web')).chain, /BEGIN CERTIFICATE/);
  });

  it('begins each test with an empty lab', async () => {
    await assert.rejects(lab().issued('web'), { reason: 'NotFound' });
  });
});

const { useLab } = require('csrlab/jest');

describe('a signer', () => {
  const lab = useLab();

  it('issues what was approved', async () => {
    await lab().ca('my-issuer');
    const { object } = lab().request('web', { signerName: 'clusterissuers.cert-manager.io/my-issuer' });
    await lab().apply([object]);
    await lab().approve('web');
    expect((await lab().issued('web')).chain).toContain('BEGIN CERTIFICATE');
  });
});

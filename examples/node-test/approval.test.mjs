import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { useLab } from 'csrlab/node-test';

describe('a signer', () => {
  const lab = useLab({ clock: 'manual' });

  it('issues what was approved', async () => {
    await lab().ca('my-issuer');
    const { object } = lab().request('web', { signerName: 'clusterissuers.cert-manager.io/my-issuer' });
    await lab().apply([object]);
    await lab().approve('web');
    assert.match((await lab().issued('web')).chain, /BEGIN CERTIFICATE/);
  });

  it('never signs what was denied, however long it waits', async () => {
    await lab().ca('my-issuer');
    const { object } = lab().request('unwanted', { signerName: 'clusterissuers.cert-manager.io/my-issuer' });
    await lab().apply([object]);
    await lab().deny('unwanted');
    await lab().clock.advance('10m');
    await assert.rejects(lab().issued('unwanted'), /will never be issued/);
  });
});

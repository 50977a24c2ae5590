import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { startLab } from '../index';
import { ISSUER_TYPES, issuerManifest } from './issuer-manifest';

const noRoot = (): never => {
  throw new Error('only a CA issuer has a root');
};

describe('the authorities of a lab', function () {
  this.timeout(30_000);

  for (const type of ISSUER_TYPES.filter((one) => one !== 'ca' && one !== 'selfsigned')) {
    it(`sign through a ready-made ${type} issuer`, async () => {
      const lab = await startLab();
      try {
        await lab.apply(issuerManifest(type, { name: 'ready-made', secretNamespace: 'cert-manager' }, noRoot));
        const { object } = lab.request('web', { signerName: 'clusterissuers.cert-manager.io/ready-made', dnsNames: ['web.example.com'] });
        await lab.apply([object]);
        await lab.approve('web');
        const { chain } = await lab.issued('web', { timeout: '20s' });
        assert.match(new X509Certificate(chain).issuer, /csrlab test authority|test/i);
      } finally {
        await lab.stop();
      }
    });
  }

  it('behave as the lab was started with', async () => {
    const lab = await startLab({ authorities: { cloud: { apiKeys: ['another-key'] } } });
    try {
      const { status } = await lab.upstreams.cloud.handle(
        { method: 'GET', path: '/v1/useraccounts', headers: { 'tppl-api-key': 'another-key' } },
        {},
      );
      assert.equal(status, 200);
    } finally {
      await lab.stop();
    }
  });

  it('are asked for faults and tell what they were asked', async () => {
    const lab = await startLab();
    lab.upstreams.vault.faults.add({ match: { path: '/v1/sys/health*' }, fault: { answer: { status: 503 } } });
    await lab.apply(issuerManifest('vault', { name: 'shaky', secretNamespace: 'cert-manager' }, noRoot));
    const { object } = lab.request('web', { signerName: 'clusterissuers.cert-manager.io/shaky' });
    await lab.apply([object]);
    await lab.approve('web');
    await lab.issued('web', { timeout: '25s' });
    const statuses = lab.upstreams.vault.log.list().map((entry) => JSON.stringify(entry));
    assert.ok(
      statuses.some((entry) => entry.includes('/v1/sys/health') && entry.includes('503')),
      statuses.join('\n'),
    );
    await lab.stop();
  });
});

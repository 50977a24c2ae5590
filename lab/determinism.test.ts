import assert from 'node:assert/strict';
import { startLab } from './index';

/** Everything a lab shows of itself: its audit log and the certificate. */
async function play(seed: number, chaos?: { rate: number }): Promise<string> {
  const lines: string[] = [];
  const lab = await startLab({ clock: 'manual', seed, ...(chaos === undefined ? {} : { chaos }), auditLog: (line) => lines.push(line) });
  try {
    await lab.ca('sandbox/my-issuer');
    const { object } = lab.request('web', { signerName: 'issuers.cert-manager.io/sandbox.my-issuer' });
    await lab.apply([object]);
    await lab.approve('web');
    await lab.clock.advance('1h');
    const { chain } = await lab.issued('web');
    return lines.join('') + chain;
  } finally {
    await lab.stop();
  }
}

describe('a seed', function () {
  this.timeout(30_000);

  it('decides everything under the manual clock, byte for byte', async () => {
    const first = await play(7);
    for (let run = 0; run < 4; run++) assert.equal(await play(7), first);
  });

  it('decides what chaos does too', async () => {
    const first = await play(7, { rate: 0.02 });
    for (let run = 0; run < 2; run++) assert.equal(await play(7, { rate: 0.02 }), first);
  });

  it('tells different labs apart', async () => {
    assert.notEqual(await play(1), await play(2));
  });
});

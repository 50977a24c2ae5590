import assert from 'node:assert/strict';
import { newRoot } from './ca-issuer';
import { startLab, type Lab } from './index';
import type { KubeObject } from '../kube';
import { ISSUER_TYPES, issuerManifest, type IssuerType } from './upstreams/issuer-manifest';

// `CSRLAB_RUNS=20` repeats every issuer type twenty times; the first one is repeated that often anyway.
const RUNS = Number(process.env.CSRLAB_RUNS ?? 3);
const MANY_RUNS = 20;

const NAMESPACE = 'sandbox';
const KEY = 'requester-key';
// Most of what chaos does is tried again after a back-off, and what was ordered twice is waited for.
const PATIENCE = '30m';

interface Play {
  readonly type: IssuerType;
  readonly seed: number;
  readonly chaos?: { readonly rate: number };
}

/** Everything a lab shows of itself: its audit log, its certificate or its failure, and what the authorities were asked. */
async function play({ type, seed, chaos }: Play): Promise<string> {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const lab = await startLab({ clock: 'manual', seed, auditLog: log, log, ...(chaos === undefined ? {} : { chaos }) });
  try {
    await request(lab, type);
    await lab.clock.advance(PATIENCE);
    const { status } = await lab.admin.get<KubeObject & { status?: object }>(
      { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' },
      'web',
    );
    return [...lines, JSON.stringify(status), ...asked(lab, type)].join('\n');
  } finally {
    await lab.stop();
  }
}

async function request(lab: Lab, type: IssuerType): Promise<void> {
  const place = { name: 'my-issuer', namespace: NAMESPACE, secretNamespace: NAMESPACE };
  const annotations = { 'experimental.cert-manager.io/private-key-secret-name': KEY };
  const { object, privateKey } = lab.request('web', { signerName: `issuers.cert-manager.io/${NAMESPACE}.my-issuer`, annotations });
  const key: KubeObject & { stringData: object } = {
    ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: KEY, namespace: NAMESPACE } },
    stringData: { 'tls.key': privateKey },
  };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  await lab.apply([namespace, key, ...issuerManifest(type, place, () => newRoot('my-issuer', lab))]);
  await lab.clock.advance('1m');
  await lab.apply([object]);
  await lab.approve('web');
}

function asked({ upstreams: { acme, vault, tpp, cloud } }: Lab, type: IssuerType): readonly string[] {
  const logs: Partial<Record<IssuerType, { list(): readonly object[] }>> = {
    acme: acme.log,
    vault: vault.log,
    'venafi-tpp': tpp.log,
    'venafi-cloud': cloud.log,
  };
  return (logs[type]?.list() ?? []).map((entry) => JSON.stringify(entry));
}

describe('a seed', function () {
  this.timeout(600_000);

  for (const type of ISSUER_TYPES) {
    const runs = type === 'ca' ? MANY_RUNS : RUNS;
    for (const [title, chaos] of [
      ['under the manual clock', undefined],
      ['with chaos too', { rate: 0.02 }],
    ] as const) {
      it(`decides a ${type} flow ${title}, byte for byte in ${runs} runs`, async () => {
        const wish = { type, ...(chaos === undefined ? {} : { chaos }) };
        const first = await play({ ...wish, seed: 7 });
        if (chaos === undefined) assert.match(first, /"certificate":"/);
        else assert.match(first, /chaos: /);
        for (let run = 1; run < runs; run++) assert.equal(await play({ ...wish, seed: 7 }), first);
        assert.notEqual(await play({ ...wish, seed: 8 }), first);
      });
    }
  }
});

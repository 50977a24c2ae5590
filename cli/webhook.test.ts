import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import { readBody } from '../base/env/body';
import type { WebhookConfiguration } from '../kube/types/admission';
import { fakeIo, type FakeIo } from '../fixtures/fake-io';
import { run } from './run';

async function until(fake: FakeIo, text: RegExp): Promise<void> {
  while (!text.test(fake.err())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const configurationsOf = (yaml: string): WebhookConfiguration[] => parseAllDocuments(yaml).map((one) => one.toJS() as WebhookConfiguration);

describe('csrlab webhook', () => {
  it('prints a configuration under which an API server reaches and trusts it', async () => {
    const fake = fakeIo();
    const running = run(['webhook', '--port', '0'], fake.io);
    await until(fake, /serving on/);
    const [mutating, validating] = configurationsOf(fake.out());
    assert.deepEqual([mutating?.kind, validating?.kind], ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
    const { url = '', caBundle = '' } = validating?.webhooks?.[0]?.clientConfig ?? {};
    const object = { kind: 'Issuer', spec: {} };
    const review = { apiVersion: 'admission.k8s.io/v1', request: { uid: '1', operation: 'CREATE', kind: { kind: 'Issuer' }, object } };
    const body = new TextEncoder().encode(JSON.stringify(review));
    const answer = await fake.io.environment.network.fetch({ method: 'POST', url, body, tls: { ca: atob(caBundle) } });
    const { response } = JSON.parse(new TextDecoder().decode(await readBody(answer))) as { response: { allowed: boolean } };
    assert.deepEqual([answer.status, response.allowed], [200, false]);
    fake.stop();
    assert.equal(await running, 0);
  });

  it('as a service is configured under its name', async () => {
    const fake = fakeIo();
    const running = run(['webhook', '--port', '0', '--service', 'cert-manager/hook'], fake.io);
    await until(fake, /serving on/);
    const [mutating] = configurationsOf(fake.out());
    assert.deepEqual(mutating?.webhooks?.[0]?.clientConfig?.service, { namespace: 'cert-manager', name: 'hook', path: '/mutate' });
    fake.stop();
    assert.equal(await running, 0);
  });

  it('prints the configuration of a webhook that is served elsewhere', async () => {
    const fake = fakeIo({ files: { '/tls.crt': 'PEM' } });
    const argv = ['webhook', '--print-only', '--service', 'a/b', '--tls-cert-file', '/tls.crt'];
    assert.equal(await run(argv, fake.io), 0);
    const bundles = configurationsOf(fake.out()).map(({ webhooks = [] }) => webhooks[0]?.clientConfig?.caBundle);
    assert.deepEqual(bundles, [btoa('PEM'), btoa('PEM')]);
  });

  it('wants a certificate with its key', async () => {
    const fake = fakeIo();
    assert.equal(await run(['webhook', '--tls-cert-file', '/cert.pem'], fake.io), 2);
    assert.match(fake.err(), /^error: --tls-cert-file and --tls-private-key-file belong together.*\n$/);
  });
});

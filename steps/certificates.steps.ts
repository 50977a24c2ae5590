import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { Then } from '@cucumber/cucumber';
import { decodeAllPem, encodePem, lintCertificate } from '../pki';
import { refusals } from './state/foreign-readers';
import { authorityOf } from './state/issuers';
import type { CsrWorld } from './world';

const HOUR = 3_600_000;

async function leaf(world: CsrWorld, name: string): Promise<X509Certificate> {
  return new X509Certificate(await world.scenario.certificateChain(name));
}

Then(
  'the certificate of {string} chains to the CA of {string} in namespace {string}',
  async function (this: CsrWorld, name: string, issuer: string, namespace: string) {
    const root = new X509Certificate(await authorityOf(this.scenario.admin, { name: issuer, namespace, secretNamespace: namespace }));
    const certificate = await leaf(this, name);
    assert.ok(certificate.checkIssued(root), `${certificate.issuer} is not ${root.subject}`);
    assert.ok(certificate.verify(root.publicKey), 'the signature is not of that CA');
  },
);

Then(
  /^the certificate of "([^"]*)" is valid for (\d+) (hours|minutes)$/,
  async function (this: CsrWorld, name: string, count: string, unit: string) {
    const { validFrom, validTo } = await leaf(this, name);
    const lifetime = Date.parse(validTo) - Date.parse(validFrom);
    assert.equal(lifetime, Number(count) * (unit === 'hours' ? HOUR : HOUR / 60));
  },
);

Then(/^the certificate of "([^"]*)" (is|is not) a certificate authority$/, async function (this: CsrWorld, name: string, is: string) {
  assert.equal((await leaf(this, name)).ca, is === 'is');
});

Then('the certificate of {string} has no lint errors', async function (this: CsrWorld, name: string) {
  const blocks = decodeAllPem(new TextEncoder().encode(await this.scenario.certificateChain(name)));
  const findings = blocks.flatMap(({ bytes }) => lintCertificate(bytes)).filter(({ severity }) => severity === 'error');
  assert.deepEqual(findings, []);
  assert.deepEqual(
    blocks.flatMap(({ bytes }) => refusals(encodePem('CERTIFICATE', bytes))),
    [],
  );
});

Then(/^the chain of "([^"]*)" has (\d+) certificates?$/, async function (this: CsrWorld, name: string, count: string) {
  const blocks = decodeAllPem(new TextEncoder().encode(await this.scenario.certificateChain(name)));
  assert.equal(blocks.length, Number(count));
});

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { Given, Then } from '@cucumber/cucumber';
import type { Upstreams } from '../lab';
import type { IssuerType } from '../lab/upstreams/issuer-manifest';
import { eventually } from './state/eventually';
import { createReadyMadeIssuer } from './state/ready-made-issuers';
import { conditionOf } from './state/requests';
import type { CsrWorld } from './world';

const SIGNING = '/v1/pki/sign/';

function upstreams(world: CsrWorld): Upstreams {
  const { upstreams: found } = world.scenario.target;
  if (found === undefined) throw new Error('this cluster has no simulated authorities: leave the scenarios tagged @lab out');
  return found;
}

Given(
  /^an? (acme|acme-dns01|vault|venafi-tpp|venafi-cloud) issuer "([^"]*)" in namespace "([^"]*)" that is Ready$/,
  async function (this: CsrWorld, type: string, name: string, namespace: string) {
    await this.scenario.ensureNamespace(namespace);
    await createReadyMadeIssuer(this.scenario.admin, type as IssuerType, { name, namespace, secretNamespace: namespace });
  },
);

Given(
  'the authority "vault" will answer its next signing with status {int} and "errors" {string}',
  function (this: CsrWorld, status: number, text: string) {
    upstreams(this).vault.faults.add({ match: { path: `${SIGNING}*` }, fault: { answer: { status, body: { errors: [text] } } } });
  },
);

Then('the authority "vault" was asked to sign once', function (this: CsrWorld) {
  const asked = upstreams(this)
    .vault.log.list()
    .filter(({ path }) => path.startsWith(SIGNING));
  assert.equal(asked.length, 1);
});

Then('the name server took an update of {string}', function (this: CsrWorld, name: string) {
  const updates = upstreams(this)
    .dns.log.list()
    .filter(({ operation, answer }) => operation === 'update' && answer?.reason === 'NOERROR');
  assert.ok(JSON.stringify(updates).includes(`"${name}."`), `no update of ${name} among ${updates.length}`);
});

Then('the name server eventually has no record of {string}', async function (this: CsrWorld, name: string) {
  const { records } = upstreams(this).dns.zone;
  await eventually(
    () => Promise.resolve(records.all(name).length === 0 ? true : undefined),
    () => Promise.resolve(`${name} has ${records.all(name).length} records`),
  );
});

Then('the certificate of {string} is issued by {string}', async function (this: CsrWorld, name: string, issuer: string) {
  const certificate = new X509Certificate(await this.scenario.certificateChain(name));
  assert.match(certificate.issuer, new RegExp(`^(.*\\n)?CN=${issuer}$`, 'm'));
});

Then('{string} has the annotation {string}', async function (this: CsrWorld, name: string, key: string) {
  const { metadata } = await this.scenario.request(name);
  assert.ok(metadata?.annotations?.[key], `request "${name}" has no annotation ${key}`);
});

Then(/^"([^"]*)" eventually fails with "([^"]*)"$/, async function (this: CsrWorld, name: string, reason: string) {
  const request = await this.scenario.eventually(name, `should fail with ${reason}`, (found) => conditionOf(found, 'Failed') !== undefined);
  assert.equal(conditionOf(request, 'Failed')?.reason, reason);
});

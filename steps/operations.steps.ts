import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { patiently, pause, STAYS } from './state/eventually';
import type { CsrWorld } from './world';

const CERTIFICATE_WRITE = { verb: 'update', resource: 'certificatesigningrequests/status' };

Given(/^a lab whose engine has the feature gate (on|off)$/, async function (this: CsrWorld, gate: string) {
  await this.startAnew({ csrControllers: gate === 'on' });
});

Given(/^a lab whose engine runs as (\d+) replicas$/, async function (this: CsrWorld, replicas: string) {
  await this.startAnew({ replicas: Number(replicas) });
});

Given('the leading replica ends', async function (this: CsrWorld) {
  const leader = this.lab.engine?.replicas.find(({ leads }) => leads);
  assert.ok(leader, 'no replica leads: the lab needs "a lab whose engine runs as … replicas"');
  await patiently(leader.stop());
});

Then('one replica leads', function (this: CsrWorld) {
  assert.equal(this.lab.engine?.replicas.filter(({ leads }) => leads).length, 1);
});

Given('the engine is stopped', async function (this: CsrWorld) {
  await patiently(this.lab.engine?.stop() ?? Promise.resolve());
});

When('the engine is started again', async function (this: CsrWorld) {
  await patiently(this.lab.engine?.start() ?? Promise.resolve());
});

Given('the next write of a certificate meets a conflict', function (this: CsrWorld) {
  this.lab.faults.next(CERTIFICATE_WRITE).conflict();
});

Given('the answer to the next write of a certificate is lost', function (this: CsrWorld) {
  this.lab.faults.next(CERTIFICATE_WRITE).dropConnection();
});

Given('the next write of a certificate meets an internal error', function (this: CsrWorld) {
  this.lab.faults.next(CERTIFICATE_WRITE).status(500);
});

Then('the certificate of {string} was written once', async function (this: CsrWorld, name: string) {
  // Whoever wants to write it again gets the time for it.
  await pause(STAYS);
  this.lab.requests.expect({ ...CERTIFICATE_WRITE, name, code: 200 }, { times: 1 });
});

import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import { conditionOf } from './state/requests';
import type { CsrWorld } from './world';

Then('{string} is eventually issued', async function (this: CsrWorld, name: string) {
  await this.scenario.eventually(name, 'should be issued', (request) => Boolean(request.status?.certificate));
});

Then('{string} has no certificate', async function (this: CsrWorld, name: string) {
  assert.equal((await this.scenario.request(name)).status?.certificate, undefined);
});

Then('{string} stays without a certificate', async function (this: CsrWorld, name: string) {
  await this.scenario.staysWithoutCertificate(name);
});

Then('{string} has no conditions', async function (this: CsrWorld, name: string) {
  assert.deepEqual((await this.scenario.request(name)).status?.conditions ?? [], []);
});

Then('{string} has no conditions but its approval', async function (this: CsrWorld, name: string) {
  const types = ((await this.scenario.request(name)).status?.conditions ?? []).map(({ type }) => type);
  assert.deepEqual(types, ['Approved']);
});

Then('{string} eventually has an event {string}', function (this: CsrWorld, name: string, reason: string) {
  return this.scenario.eventuallyHasEvent(name, reason);
});

Then('{string} is denied because {string}', async function (this: CsrWorld, name: string, reason: string) {
  assert.equal((await this.scenario.condition(name, 'Denied'))?.reason, reason);
});

Then(/^"([^"]*)" eventually fails with "([^"]*)": (.+)$/, async function (this: CsrWorld, name: string, reason: string, message: string) {
  const request = await this.scenario.eventually(name, `should fail with ${reason}`, (found) => conditionOf(found, 'Failed') !== undefined);
  const failed = conditionOf(request, 'Failed');
  assert.deepEqual({ reason: failed?.reason, message: failed?.message, status: failed?.status }, { reason, message, status: 'True' });
});

Then(
  /^"([^"]*)" eventually has an event "([^"]*)" saying "(.+)"$/,
  function (this: CsrWorld, name: string, reason: string, message: string) {
    return this.scenario.eventuallyHasEvent(name, reason, message);
  },
);

Then('{string} has the conditions {string}', async function (this: CsrWorld, name: string, types: string) {
  const seen = ((await this.scenario.request(name)).status?.conditions ?? []).map(({ type }) => type);
  assert.equal(seen.join(', '), types);
});

Then(
  /^the event "([^"]*)" of "([^"]*)" is (?:a )?(Normal|Warning)$/,
  async function (this: CsrWorld, reason: string, name: string, type: string) {
    const [event] = await this.scenario.eventsBecauseOf(name, reason);
    assert.deepEqual({ type: event?.type, namespace: event?.metadata?.namespace }, { type, namespace: 'default' });
  },
);

Then('the event {string} of {string} comes from {string}', async function (this: CsrWorld, reason: string, name: string, source: string) {
  const [event] = await this.scenario.eventsBecauseOf(name, reason);
  assert.equal(event?.source?.component, source);
});

Then('{string} has no event but {string}', async function (this: CsrWorld, name: string, reason: string) {
  const reasons = (await this.scenario.eventsOf(name)).map((event) => event.reason ?? '');
  assert.deepEqual([...new Set(reasons)], [reason]);
});

Then('{string} has no events', async function (this: CsrWorld, name: string) {
  assert.deepEqual(await this.scenario.eventsOf(name), []);
});

Then(/^it fails with (\w+)$/, function (this: CsrWorld, reason: string) {
  assert.equal(this.scenario.acknowledgeRefusal().reason, reason);
});

Then(/^it fails with (\w+): (.+)$/, function (this: CsrWorld, reason: string, tail: string) {
  const refusal = this.scenario.acknowledgeRefusal();
  assert.equal(refusal.reason, reason);
  assert.equal(refusal.message.slice(-tail.length), tail, refusal.message);
});

import { Before, Given, Then, When, type DataTable } from '@cucumber/cucumber';
import { claim } from './state/claim';
import { standing } from './state/contract';
import { conditionOf } from './state/requests';
import { UNSUPPORTED_MEDIA_TYPE } from './state/signer-under-test';
import { unsignable } from './state/unsignable';
import { skipUnsupported } from './state/unsupported';
import { wish, type Row } from './state/wish';
import type { CsrWorld } from './world';

const ANOTHER_SIGNER = 'conformance.csrlab.example/another';
const CONTROL = 'control';

Before({ tags: '@conformance' }, function (this: CsrWorld, { pickle }) {
  return skipUnsupported(this, pickle, this.parameters.signer?.unsupported ?? {});
});

Given('the signer under test', async function (this: CsrWorld) {
  await this.startContract();
});

Given('a request {string}', async function (this: CsrWorld, alias: string) {
  await this.contract.create(alias, wish(this.contract.subject.signerName));
});

Given('a request {string} with:', async function (this: CsrWorld, alias: string, table: DataTable) {
  await this.contract.create(alias, wish(this.contract.subject.signerName, table.hashes() as unknown as Row[]));
});

Given('a request {string} for another signer', async function (this: CsrWorld, alias: string) {
  await this.contract.create(alias, wish(ANOTHER_SIGNER));
});

Given('a request {string} that the signer cannot sign', async function (this: CsrWorld, alias: string) {
  const request = unsignable(this.contract.subject.signerName, this.parameters.signer?.unsignable);
  if (request === undefined) {
    this.attach('no request is known that this signer cannot sign: name one with --unsignable FILE', UNSUPPORTED_MEDIA_TYPE);
    return 'skipped';
  }
  await this.contract.create(alias, request);
  return undefined;
});

When('{string} is approved', async function (this: CsrWorld, alias: string) {
  await this.contract.approve(alias);
});

When('{string} is denied', async function (this: CsrWorld, alias: string) {
  await this.contract.deny(alias);
});

When('another request is approved and receives its certificate', async function (this: CsrWorld) {
  const { contract } = this;
  await contract.create(CONTROL, wish(contract.subject.signerName));
  await contract.approve(CONTROL);
  await contract.certificate(CONTROL);
  await contract.settle();
});

Then('{string} receives a certificate', async function (this: CsrWorld, alias: string) {
  await this.contract.certificate(alias);
});

Then('{string} has not received a certificate', async function (this: CsrWorld, alias: string) {
  const request = await this.contract.current(alias);
  claim(!request.status?.certificate, 'no certificate', standing(request));
});

Then('nobody has approved {string}', async function (this: CsrWorld, alias: string) {
  const request = await this.contract.current(alias);
  claim(conditionOf(request, 'Approved') === undefined, 'no condition Approved', standing(request));
});

Then('{string} ends Failed with a reason and a message', async function (this: CsrWorld, alias: string) {
  const request = await this.contract.eventually(
    alias,
    'the condition Failed',
    (found) => conditionOf(found, 'Failed') !== undefined || Boolean(found.status?.certificate),
  );
  const failed = claim(conditionOf(request, 'Failed'), 'the condition Failed', standing(request));
  claim(failed.status === 'True', 'Failed with status True', `Failed with status ${failed.status ?? ''}`);
  claim(failed.reason && failed.message, 'a reason and a message in the condition Failed', JSON.stringify(failed));
});

Then('{string} has not been changed since it was approved', async function (this: CsrWorld, alias: string) {
  const request = await this.contract.current(alias);
  const conditions = (request.status?.conditions ?? []).map(({ type }) => type).join(', ');
  claim(conditions === 'Approved', 'the condition Approved alone', standing(request));
  const { annotations = {}, labels = {}, finalizers = [] } = request.metadata ?? {};
  const added = [...Object.keys(annotations), ...Object.keys(labels), ...finalizers];
  claim(added.length === 0, 'no annotations, labels or finalizers', added.join(', '));
});

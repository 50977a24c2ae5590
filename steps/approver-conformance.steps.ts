import { Before, Given, Then, When } from '@cucumber/cucumber';
import { claim } from './state/claim';
import { conditionOf } from './state/requests';
import { UNSUPPORTED_MEDIA_TYPE } from './state/signer-under-test';
import { skipUnsupported } from './state/unsupported';
import type { CsrWorld } from './world';

const CONTROL = 'control';
const NO_BINDING = 'its right to approve cannot be taken away: name the ClusterRoleBinding that gives it with --approve-binding NAME';
const NO_PROGRAM = 'the approver cannot be stopped from here: have it started, with -- and its command';

Before({ tags: '@conformance-approver' }, function (this: CsrWorld, { pickle }) {
  return skipUnsupported(this, pickle, this.parameters.approver?.unsupported ?? {});
});

Given('the approver under test', async function (this: CsrWorld) {
  await this.startApprovals();
});

Given('a request {string} that should be approved', async function (this: CsrWorld, alias: string) {
  await this.approvals.send(alias, 'approves');
});

Given('a request {string} that should not be approved', async function (this: CsrWorld, alias: string) {
  await this.approvals.send(alias, 'leaves');
});

Given('the approver has lost its right to approve', async function (this: CsrWorld) {
  if (this.approvals.binding === undefined) {
    this.attach(NO_BINDING, UNSUPPORTED_MEDIA_TYPE);
    return 'skipped';
  }
  await this.approvals.takeRight();
  return undefined;
});

Given('the approver has had time to be refused', async function (this: CsrWorld) {
  await this.approvals.contract.settle();
});

Given('the approver is stopped', async function (this: CsrWorld) {
  if (this.approvals.program === undefined) {
    this.attach(NO_PROGRAM, UNSUPPORTED_MEDIA_TYPE);
    return 'skipped';
  }
  await this.approvals.program.stop();
  return undefined;
});

When('the approver has its right to approve again', async function (this: CsrWorld) {
  await this.approvals.giveRight();
});

When('the approver is started', async function (this: CsrWorld) {
  await this.approvals.program?.start();
});

When('the approver is started, and has approved another request', async function (this: CsrWorld) {
  await this.approvals.program?.start();
  await approveAnother(this);
});

When('every request that should be approved is sent', async function (this: CsrWorld) {
  this.sent = await this.approvals.sendAll('approves');
});

When('every request that should not be approved is sent, and then one that should be', async function (this: CsrWorld) {
  this.sent = await this.approvals.sendAll('leaves');
  await approveAnother(this);
});

When('another request is approved by the approver', async function (this: CsrWorld) {
  await approveAnother(this);
});

When('the approver has approved {string} and has had time for more', async function (this: CsrWorld, alias: string) {
  await this.approvals.approved(alias);
  await this.approvals.contract.settle();
});

Then('{string} is approved by the approver', async function (this: CsrWorld, alias: string) {
  await this.approvals.approved(alias);
});

Then('each of them is approved', async function (this: CsrWorld) {
  for (const alias of this.sent) await this.approvals.approved(alias);
});

Then('none of the former is approved', async function (this: CsrWorld) {
  for (const alias of this.sent) await this.approvals.notApproved(alias);
});

Then('{string} is still as it was decided', async function (this: CsrWorld, alias: string) {
  await this.approvals.stillAsDecided(alias);
});

Then('{string} has gained the condition Approved, and nothing else from the approver', async function (this: CsrWorld, alias: string) {
  const untold = await this.approvals.gainedNothingElse(alias);
  if (untold === undefined) return undefined;
  this.attach(untold, UNSUPPORTED_MEDIA_TYPE);
  return 'skipped';
});

Then('the approval of {string} has a reason and a message', async function (this: CsrWorld, alias: string) {
  const condition = conditionOf(await this.approvals.contract.current(alias), 'Approved');
  claim(condition?.reason && condition.message, 'a reason and a message in the condition Approved', JSON.stringify(condition));
});

async function approveAnother({ approvals }: CsrWorld): Promise<void> {
  await approvals.send(CONTROL, 'approves');
  await approvals.approved(CONTROL);
  await approvals.contract.settle();
}

import { Given, When } from '@cucumber/cucumber';
import type { Lab } from '../lab';
import type { CsrWorld } from './world';

function labOf({ scenario: { target } }: CsrWorld): Pick<Lab, 'engine' | 'faults'> {
  if (target.lab === undefined) throw new Error('this cluster is no lab: leave the scenarios tagged @lab out');
  return target.lab;
}

Given('the engine is stopped', async function (this: CsrWorld) {
  await labOf(this).engine?.stop();
});

When('the engine is started again', async function (this: CsrWorld) {
  await labOf(this).engine?.start();
});

Given('the next write of a certificate meets a conflict', function (this: CsrWorld) {
  labOf(this).faults.next({ verb: 'update', resource: 'certificatesigningrequests/status' }).conflict();
});

Given('the answer to the next write of a certificate is lost', function (this: CsrWorld) {
  labOf(this).faults.next({ verb: 'update', resource: 'certificatesigningrequests/status' }).dropConnection();
});

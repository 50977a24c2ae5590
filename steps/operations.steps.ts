import { Given, When } from '@cucumber/cucumber';
import type { CsrWorld } from './world';

Given('the engine is stopped', async function (this: CsrWorld) {
  await this.lab.engine?.stop();
});

When('the engine is started again', async function (this: CsrWorld) {
  await this.lab.engine?.start();
});

Given('the next write of a certificate meets a conflict', function (this: CsrWorld) {
  this.lab.faults.next({ verb: 'update', resource: 'certificatesigningrequests/status' }).conflict();
});

Given('the answer to the next write of a certificate is lost', function (this: CsrWorld) {
  this.lab.faults.next({ verb: 'update', resource: 'certificatesigningrequests/status' }).dropConnection();
});

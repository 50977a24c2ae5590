import { Given, When } from '@cucumber/cucumber';
import { createCaIssuer, replaceAuthority } from './state/issuers';
import type { CsrWorld } from './world';

Given('a CA issuer {string} in namespace {string} that is Ready', async function (this: CsrWorld, name: string, namespace: string) {
  await this.scenario.ensureNamespace(namespace);
  await createCaIssuer(this.scenario.admin, { name, namespace, secretNamespace: namespace });
});

Given('a CA cluster issuer {string} that is Ready', async function (this: CsrWorld, name: string) {
  const secretNamespace = this.scenario.target.clusterResourceNamespace;
  await this.scenario.ensureNamespace(secretNamespace);
  await createCaIssuer(this.scenario.admin, { name, secretNamespace });
});

When('issuer {string} in namespace {string} is given a new CA', async function (this: CsrWorld, name: string, namespace: string) {
  await replaceAuthority(this.scenario.admin, { name, namespace, secretNamespace: namespace });
});

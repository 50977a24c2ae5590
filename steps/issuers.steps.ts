import { Given, When } from '@cucumber/cucumber';
import { Resources } from '../kube/resources';
import { createCaIssuer, createIssuer, isNotReady, isReady, replaceAuthority, writeAuthority, type IssuerPlace } from './state/issuers';
import { createIntermediate } from './state/keys';
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

const placeOf = (name: string, namespace: string): IssuerPlace => ({ name, namespace, secretNamespace: namespace });

Given(
  'a self-signed issuer {string} in namespace {string} that is Ready',
  async function (this: CsrWorld, name: string, namespace: string) {
    await this.scenario.ensureNamespace(namespace);
    await createIssuer(this.scenario.admin, placeOf(name, namespace), { selfSigned: {} });
    await isReady(this.scenario.admin, placeOf(name, namespace));
  },
);

Given('a CA issuer {string} in namespace {string} without its Secret', async function (this: CsrWorld, name: string, namespace: string) {
  await this.scenario.ensureNamespace(namespace);
  await createIssuer(this.scenario.admin, placeOf(name, namespace), { ca: { secretName: `${name}-ca` } });
  await isNotReady(this.scenario.admin, placeOf(name, namespace), 'ErrGetKeyPair');
});

Given('a CA issuer {string} in namespace {string} below a root', async function (this: CsrWorld, name: string, namespace: string) {
  await this.scenario.ensureNamespace(namespace);
  await writeAuthority(this.scenario.admin, placeOf(name, namespace), createIntermediate(`${name} intermediate`));
  await createIssuer(this.scenario.admin, placeOf(name, namespace), { ca: { secretName: `${name}-ca` } });
  await isReady(this.scenario.admin, placeOf(name, namespace));
});

Given('the Secret of issuer {string} in namespace {string} is broken', async function (this: CsrWorld, name: string, namespace: string) {
  await writeAuthority(this.scenario.admin, placeOf(name, namespace), { certificate: 'no certificate', key: 'no key' });
  await isNotReady(this.scenario.admin, placeOf(name, namespace), 'ErrGetKeyPair');
});

Given('the Secret of issuer {string} in namespace {string} is deleted', async function (this: CsrWorld, name: string, namespace: string) {
  await this.scenario.admin.delete(Resources.secrets, `${name}-ca`, { namespace });
  await isNotReady(this.scenario.admin, placeOf(name, namespace), 'ErrGetKeyPair');
});

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Given, Then, type DataTable } from '@cucumber/cucumber';
import { formatIp } from '../base/go/address';
import { formatUrl } from '../base/go/url';
import type { KubeObject } from '../kube';
import type { Upstreams } from '../lab';
import type { IssuerType } from '../lab/upstreams/issuer-manifest';
import { decodeCertificates, decodeRequest } from '../pki';
import { eventually } from './state/eventually';
import { createReadyMadeIssuer } from './state/ready-made-issuers';
import { conditionOf } from './state/requests';
import type { CsrWorld } from './world';

function upstreams(world: CsrWorld): Upstreams {
  const { upstreams: found } = world.scenario.target;
  if (found === undefined) throw new Error('this cluster has no simulated authorities: leave the scenarios tagged @lab out');
  return found;
}

type Authority = Pick<Upstreams['vault'], 'faults' | 'log'>;
type Fault = Parameters<Authority['faults']['add']>[0]['fault'];
type LoggedRequest = ReturnType<Authority['log']['list']>[number];

function authorityOf(world: CsrWorld, name: string): Authority {
  const double = DOUBLES[name];
  if (double === undefined) throw new Error(`there is no authority "${name}": write one of ${Object.keys(DOUBLES).join(', ')}`);
  return double(upstreams(world));
}

// Each is made when it is first asked for.
const DOUBLES: Readonly<Record<string, (all: Upstreams) => Authority>> = {
  acme: ({ acme }) => acme,
  vault: ({ vault }) => vault,
  'venafi-tpp': ({ tpp }) => tpp,
  'venafi-cloud': ({ cloud }) => cloud,
};

function strike(world: CsrWorld, { authority, operation, fault }: { authority: string; operation: string; fault: Fault }): void {
  authorityOf(world, authority).faults.add({ match: { operation }, fault });
}

/** What the authority was sent under a name of its own. */
function asked(world: CsrWorld, authority: string, wanted: string): readonly LoggedRequest[] {
  return authorityOf(world, authority)
    .log.list()
    .filter(({ operation }) => operation === wanted);
}

Given(
  /^an? (ca|acme|acme-dns01|vault|venafi-tpp|venafi-cloud) issuer "([^"]*)" in namespace "([^"]*)" that is Ready$/,
  async function (this: CsrWorld, type: string, name: string, namespace: string) {
    await this.scenario.ensureNamespace(namespace);
    await createReadyMadeIssuer(this.scenario.admin, type as IssuerType, { name, namespace, secretNamespace: namespace });
  },
);

Given(
  'the authority {string} will answer its next {string} with status {int} and {string} {string}',
  function (this: CsrWorld, authority: string, operation: string, status: number, member: string, text: string) {
    strike(this, { authority, operation, fault: { answer: { status, body: { [member]: member === 'errors' ? [text] : text } } } });
  },
);

Given('the authority {string} will answer its next {string} with a page', function (this: CsrWorld, authority: string, operation: string) {
  const answer = { status: 200, body: '<html>Please log in</html>', headers: { 'content-type': 'text/html' } };
  strike(this, { authority, operation, fault: { answer } });
});

/** By how the features tell them. */
const BREAKS: Readonly<Record<string, Fault>> = {
  'break before the authority has seen': { drop: 'request' },
  'break when the authority has answered': { drop: 'answer' },
  'break in the middle of the answer to': { cutAfter: 20 },
};

Given(
  /^the connection to the authority "([^"]*)" will (break .+) its next "([^"]*)"$/,
  function (this: CsrWorld, authority: string, how: string, operation: string) {
    const fault = BREAKS[how];
    if (fault === undefined) throw new Error(`nobody knows how to "${how}": write one of ${Object.keys(BREAKS).join(', ')}`);
    strike(this, { authority, operation, fault });
  },
);

Then('the authority {string} was asked for {string} once', function (this: CsrWorld, authority: string, wanted: string) {
  assert.equal(asked(this, authority, wanted).length, 1);
});

Then('the authority {string} was not asked for {string}', function (this: CsrWorld, authority: string, wanted: string) {
  assert.equal(asked(this, authority, wanted).length, 0);
});

Then(
  'the authority {string} was asked for {string} {int} times',
  function (this: CsrWorld, authority: string, wanted: string, times: number) {
    assert.equal(asked(this, authority, wanted).length, times);
  },
);

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

Then('{string} has the annotation {string} of value {string}', async function (this: CsrWorld, name: string, key: string, value: string) {
  const { metadata } = await this.scenario.request(name);
  assert.equal(metadata?.annotations?.[key], value);
});

Then('the certificate of {string} ends about {int} hours from now', async function (this: CsrWorld, name: string, hours: number) {
  const { validTo } = new X509Certificate(await this.scenario.certificateChain(name));
  const minutes = (Date.parse(validTo) - this.scenario.now) / 60_000;
  assert.ok(Math.abs(minutes - hours * 60) < 5, `it ends ${minutes / 60} hours from now`);
});

Then('{string} has one Order', async function (this: CsrWorld, name: string) {
  const { items } = await this.scenario.admin.list<KubeObject>({ group: 'acme.cert-manager.io', version: 'v1', resource: 'orders' });
  const owned = items.filter(({ metadata }) => metadata?.ownerReferences?.some((owner) => owner.name === name));
  assert.equal(owned.length, 1);
});

Then(
  'the server {string} has the custom fields of {string}:',
  async function (this: CsrWorld, server: string, name: string, table: DataTable) {
    assert.equal(server, 'venafi-tpp');
    const pickupId = (await this.scenario.request(name)).metadata?.annotations?.['venafi.experimental.cert-manager.io/pickup-id'] ?? '';
    const stored = upstreams(this).tpp.state.find(pickupId)?.asked.CustomFields;
    assert.deepEqual(
      stored,
      (table.hashes() as { name: string; value: string }[]).map((field) => ({ Name: field.name, Values: [field.value] })),
    );
  },
);

Then('the certificate of {string} has the key and the names of its request', async function (this: CsrWorld, name: string) {
  const { spec } = await this.scenario.request(name);
  const [request, certificate] = [
    decodeRequest(Buffer.from(spec?.request ?? '', 'base64')),
    decodeCertificates(Buffer.from(await this.scenario.certificateChain(name)), 'bundle')[0],
  ];
  assert.ok(certificate);
  assert.deepEqual(certificate.rawPublicKeyInfo, request.rawPublicKeyInfo);
  const names = (of: typeof request | typeof certificate) => ({
    dns: [...of.dnsNames].sort(),
    ip: of.ipAddresses.map(formatIp).sort(),
    email: [...of.emailAddresses].sort(),
    uri: of.uris.map(formatUrl).sort(),
  });
  const { commonName } = request.subject;
  const [given, wanted] = [names(certificate), names(request)];
  // Authorities may add the common name to the DNS names, and take it from them.
  const allowed = [wanted, { ...wanted, dns: [...new Set([...wanted.dns, commonName])].sort() }];
  assert.ok(
    allowed.some((one) => isDeepStrictEqual(one, given)),
    `${JSON.stringify(given)} for ${JSON.stringify(wanted)}`,
  );
  if (commonName !== '') assert.equal(certificate.subject.commonName, commonName);
});

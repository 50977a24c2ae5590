import { Resources } from '../kube/resources';
import { Given, When, type DataTable } from '@cucumber/cucumber';
import { createRequestPem } from './state/keys';
import { decide, requestObject } from './state/requests';
import { NAMELESS, wish, type Row } from './state/wish';
import type { CsrWorld } from './world';

/** Of the PKCS #10 request, where every other row is of the object around it. */
const IDENTITY: readonly string[] = ['common name', 'DNS name'];

async function create(world: CsrWorld, wish: { name: string; user: string; signerName: string; table?: DataTable }): Promise<void> {
  const { name, user, signerName, table } = wish;
  const rows = (table?.hashes() ?? []) as { field: string; value: string }[];
  const [commonName, dnsName] = IDENTITY.map((wanted) => rows.find(({ field }) => field === wanted)?.value);
  const fields = rows.filter(({ field }) => !IDENTITY.includes(field));
  const pem = createRequestPem(name, {
    ...(commonName === undefined ? {} : { commonName }),
    ...(dnsName === undefined ? {} : { dnsName }),
  });
  await world.scenario.target.as(user).create(Resources.certificateSigningRequests, requestObject({ name, signerName, pem, fields }));
}

const ofIssuer = (namespace: string, issuer: string): string => `issuers.cert-manager.io/${namespace}.${issuer}`;

Given(
  'a request {string} by {string} for issuer {string} in namespace {string}',
  function (this: CsrWorld, name: string, user: string, issuer: string, namespace: string) {
    return create(this, { name, user, signerName: ofIssuer(namespace, issuer) });
  },
);

Given(
  'a request {string} by {string} for issuer {string} in namespace {string} with:',
  function (this: CsrWorld, name: string, user: string, issuer: string, namespace: string, table: DataTable) {
    return create(this, { name, user, signerName: ofIssuer(namespace, issuer), table });
  },
);

Given(
  'a request {string} by {string} for issuer {string} in namespace {string} that names:',
  async function (this: CsrWorld, name: string, user: string, issuer: string, namespace: string, table: DataTable) {
    const asked = wish(ofIssuer(namespace, issuer), table.hashes() as unknown as Row[], NAMELESS);
    await this.scenario.target.as(user).create(Resources.certificateSigningRequests, { ...asked, metadata: { ...asked.metadata, name } });
  },
);

Given('a request {string} by {string} for cluster issuer {string}', function (this: CsrWorld, name: string, user: string, issuer: string) {
  return create(this, { name, user, signerName: `clusterissuers.cert-manager.io/${issuer}` });
});

Given('a request {string} by {string} for signer {string}', function (this: CsrWorld, name: string, user: string, signerName: string) {
  return create(this, { name, user, signerName });
});

When(
  '{string} requests {string} from issuer {string} in namespace {string}',
  function (this: CsrWorld, user: string, name: string, issuer: string, namespace: string) {
    return create(this, { name, user, signerName: ofIssuer(namespace, issuer) });
  },
);

When('an approver approves {string}', async function (this: CsrWorld, name: string) {
  await decide(await this.scenario.approver(), name, { type: 'Approved', reason: 'Checked', message: 'An approver looked at it' });
});

async function deny(world: CsrWorld, name: string, reason: string): Promise<void> {
  await decide(await world.scenario.approver(), name, { type: 'Denied', reason, message: 'An approver looked at it' });
}

When('an approver denies {string} because {string}', function (this: CsrWorld, name: string, reason: string) {
  return deny(this, name, reason);
});

Given('an approver denied {string} because {string}', function (this: CsrWorld, name: string, reason: string) {
  return deny(this, name, reason);
});

When('{string} tries to approve {string}', async function (this: CsrWorld, user: string, name: string) {
  const condition = { type: 'Approved' as const, reason: 'Self', message: 'Tried without the right' };
  const conditions = [{ ...condition, status: 'True' }];
  const current = await this.scenario.request(name);
  await this.scenario.attempt(() =>
    this.scenario.target
      .as(user)
      .update(Resources.certificateSigningRequests, { ...current, status: { ...current.status, conditions } }, { subresource: 'approval' }),
  );
});

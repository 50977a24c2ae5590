import { Given, When } from '@cucumber/cucumber';
import { parse } from 'yaml';
import type { PolicyRule } from '../kube/types/rbac';
import { grantClusterWide, grantInNamespace, mayApprove, mayReference } from './state/access';
import type { CsrWorld } from './world';

Given('namespace {string} exists', async function (this: CsrWorld, name: string) {
  await this.scenario.ensureNamespace(name);
});

Given('user {string} may request certificates', async function (this: CsrWorld, user: string) {
  await this.scenario.grantRequests(user);
});

Given(
  'user {string} may request certificates and reference {string} in namespace {string}',
  async function (this: CsrWorld, user: string, issuer: string, namespace: string) {
    await this.scenario.ensureNamespace(namespace);
    await this.scenario.grantRequests(user);
    await grantInNamespace(this.scenario.admin, {
      namespace,
      user,
      name: `cert-manager-referencer:${issuer}`,
      rules: mayReference(issuer),
    });
  },
);

When(
  'user {string} is allowed to reference {string} in namespace {string}',
  async function (this: CsrWorld, user: string, issuer: string, namespace: string) {
    const name = `cert-manager-referencer:${issuer}`;
    await grantInNamespace(this.scenario.admin, { namespace, user, name, rules: mayReference(issuer) });
  },
);

Given('user {string} may approve requests for signer {string}', async function (this: CsrWorld, user: string, signerName: string) {
  await grantClusterWide(this.scenario.admin, user, `approver:${user}`, mayApprove(signerName));
});

Given(
  'in namespace {string} the Role {string} is bound to {string}:',
  async function (this: CsrWorld, namespace: string, name: string, user: string, document: string) {
    const { rules } = parse(document) as { rules: PolicyRule[] };
    await grantInNamespace(this.scenario.admin, { namespace, user, name, rules });
  },
);

import { Given } from '@cucumber/cucumber';
import { Resources } from '../kube/resources';
import type { KubeClient } from '../kube/client';
import { createKeyedRequest } from './state/keys';
import { requestObject } from './state/requests';
import type { CsrWorld } from './world';

const ANNOTATION = 'experimental.cert-manager.io/private-key-secret-name';

/** What a Secret is given: the key of the request, somebody else's, or nothing that is a key. */
type Content = 'its key' | 'another key' | 'no key';

interface Wish {
  readonly name: string;
  readonly user: string;
  readonly issuer: string;
  readonly namespace: string;
  readonly secret: string;
}

// Keys stay with the scenario that made them.
const privateKeys = new WeakMap<CsrWorld, Map<string, string>>();

async function request(world: CsrWorld, { name, user, issuer, namespace, secret }: Wish): Promise<void> {
  const { pem, privateKey } = createKeyedRequest(name);
  privateKeys.set(world, new Map(privateKeys.get(world)).set(name, privateKey));
  const signerName = `issuers.cert-manager.io/${namespace}.${issuer}`;
  const object = requestObject({ name, signerName, pem, fields: [{ field: ANNOTATION, value: secret }] });
  await world.scenario.target.as(user).create(Resources.certificateSigningRequests, object);
}

async function write(admin: KubeClient, secret: { name: string; namespace: string }, key: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'Secret', metadata: secret, data: { 'tls.key': btoa(key) } };
  const options = { namespace: secret.namespace, fieldManager: 'csrlab-features' };
  await admin.patch(Resources.secrets, secret.name, { type: 'apply', body, force: true }, options);
}

async function fill(world: CsrWorld, secret: { name: string; namespace: string }, content: { of: string; is: Content }): Promise<void> {
  const own = privateKeys.get(world)?.get(content.of) ?? '';
  const keys: Record<Content, string> = { 'its key': own, 'another key': createKeyedRequest(content.of).privateKey, 'no key': 'no key' };
  await write(world.scenario.admin, secret, keys[content.is]);
}

Given(
  'a request {string} by {string} for issuer {string} in namespace {string} whose key is named {string}',
  function (this: CsrWorld, name: string, user: string, issuer: string, namespace: string, secret: string) {
    return request(this, { name, user, issuer, namespace, secret });
  },
);

Given(
  /^Secret "([^"]*)" in namespace "([^"]*)" holds (its key|another key|no key), for "([^"]*)"$/,
  function (this: CsrWorld, name: string, namespace: string, is: Content, of: string) {
    return fill(this, { name, namespace }, { of, is });
  },
);

import assert from 'node:assert/strict';
import { requestContext } from '../../../fixtures/request-context';
import { ApiError } from '../../../kube/api-error';
import type { KubeObject } from '../../../kube/meta';
import type { AccessRequest, Authorizer } from '../access';
import type { AdmissionAttributes } from '../model/admission';
import { admissionPlugins } from './plugins';

const alice = { name: 'alice', uid: '', groups: [], extra: {} };
const context = requestContext({ now: 0, user: alice });
/** Alice may do what is listed as `verb name`. */
const authorizerOf = (...rights: string[]): Authorizer => ({
  authorize: (_user, { verb, name }: AccessRequest) => ({ allowed: rights.includes(`${verb} ${name}`), reason: '' }),
});
const world = (...namespaces: KubeObject[]): AdmissionAttributes['objects'] => ({
  get: (_collection, _namespace, name) => namespaces.find(({ metadata }) => metadata?.name === name),
  list: () => [],
});
const csr = (status: object): KubeObject & object =>
  ({ metadata: { name: 'web' }, spec: { signerName: 'example.com/a' }, status }) as KubeObject;

function attributes(parts: Partial<AdmissionAttributes>): AdmissionAttributes {
  return {
    operation: 'CREATE',
    kind: { group: '', version: 'v1', kind: 'ConfigMap' },
    resource: { group: '', version: 'v1', resource: 'configmaps' },
    subresource: '',
    namespace: '',
    name: 'web',
    options: {},
    context,
    objects: world(),
    reinvocation: { second: false, requested: false },
    ...parts,
  };
}

function refusalOf(given: AdmissionAttributes, ...rights: string[]): string {
  try {
    for (const plugin of admissionPlugins({ authorizer: authorizerOf(...rights) })) {
      void plugin.admit?.(given);
      void plugin.validate?.(given);
    }
    return '';
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error.message;
  }
}

describe('admission', () => {
  const requests = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
  const approving = attributes({ operation: 'UPDATE', resource: requests, subresource: 'approval', object: csr({}), oldObject: csr({}) });
  const issuing = attributes({
    operation: 'UPDATE',
    resource: requests,
    subresource: 'status',
    object: csr({ certificate: 'QQ==' }),
    oldObject: csr({}),
  });
  const failing = { ...issuing, object: csr({ conditions: [{ type: 'Failed', status: 'True' }] }) };
  const labelling = { ...issuing, object: csr({}) };
  const forbidden = 'certificatesigningrequests.certificates.k8s.io "web" is forbidden: ';

  const cases: [what: string, given: AdmissionAttributes, rights: string[], refusal: string][] = [
    ['an approval without the right', approving, [], `${forbidden}user not permitted to approve requests with signerName "example.com/a"`],
    ['an approval with the signer’s right', approving, ['approve example.com/a'], ''],
    ['an approval with the domain’s right', approving, ['approve example.com/*'], ''],
    ['a certificate without the right', issuing, [], `${forbidden}user not permitted to sign requests with signerName "example.com/a"`],
    ['a certificate with the right', issuing, ['sign example.com/*'], ''],
    ['a failure without the right', failing, [], `${forbidden}user not permitted to sign requests with signerName "example.com/a"`],
    ['a label through /status without the right', labelling, [], ''],
    ['an object in a missing namespace', attributes({ namespace: 'gone' }), [], 'namespaces "gone" not found'],
    [
      'the end of kube-system',
      attributes({
        operation: 'DELETE',
        resource: { group: '', version: 'v1', resource: 'namespaces' },
        namespace: 'kube-system',
        name: 'kube-system',
      }),
      [],
      'namespaces "kube-system" is forbidden: this namespace may not be deleted',
    ],
    [
      'an object in a namespace that is going',
      attributes({ namespace: 'ns', objects: world({ metadata: { name: 'ns' }, status: { phase: 'Terminating' } } as KubeObject) }),
      [],
      'configmaps "web" is forbidden: unable to create new content in namespace ns because it is being terminated',
    ],
  ];
  for (const [what, given, rights, refusal] of cases) {
    it(`${refusal === '' ? 'allows' : 'refuses'} ${what}`, () => assert.equal(refusalOf(given, ...rights), refusal));
  }

  it('runs in kube-apiserver’s order, what is added finding its place by name', () => {
    const names = admissionPlugins({
      authorizer: authorizerOf(),
      more: [{ name: 'custom' }, { name: 'ValidatingAdmissionWebhook' }, { name: 'MutatingAdmissionWebhook' }],
    }).map(({ name }) => name);
    assert.equal(names[0], 'NamespaceLifecycle');
    assert.deepEqual(names.slice(-4), [
      'CertificateSubjectRestriction',
      'MutatingAdmissionWebhook',
      'ValidatingAdmissionWebhook',
      'custom',
    ]);
  });
});

import assert from 'node:assert/strict';
import recorded from '../../../../../fixtures/recorded/kube/data/definition-errors.json';
import type { CustomResourceDefinition } from '../../../../../kube/types/apiextensions';
import { isObject } from '../../../../../kube/json';
import { freshTarget } from '../../../../../fixtures/replay/server';
import { definitionUpdateErrors } from './definition';

type Target = Awaited<ReturnType<typeof freshTarget>>;

interface Recorded {
  readonly case: string;
  readonly body: CustomResourceDefinition;
  /** `field | message`, or OK. */
  readonly answer: readonly string[];
}

const cases = recorded as readonly Recorded[];

describe('definitions of custom resources', () => {
  let target: Target;
  before(async () => {
    target = await freshTarget();
  });
  after(() => target.stop());

  for (const { case: name, body, answer } of cases) {
    it(`are answered as by kube-apiserver: ${name}`, async () => assert.deepEqual(await answered(target, body), answer));
  }

  it('keep their group, plural and, once established, their scope and kind', () => {
    const base: CustomResourceDefinition = cases.find(({ answer }) => answer[0] === 'OK')?.body ?? {};
    const established = { ...base, status: { storedVersions: ['v1'], conditions: [{ type: 'Established', status: 'True' }] } };
    const changed = {
      ...established,
      spec: { ...established.spec, scope: 'Cluster', names: { ...established.spec?.names, kind: 'Other' } },
    };
    const errors = definitionUpdateErrors(changed, established).map(({ field, message }) => `${field}: ${message}`);
    assert.deepEqual(errors, [
      'spec.names.singular: Required value',
      'spec.names.listKind: Required value',
      'spec.scope: Invalid value: "Cluster": field is immutable',
      'spec.names.kind: Invalid value: "Other": field is immutable',
    ]);
  });
});

async function answered(target: Target, body: CustomResourceDefinition): Promise<readonly string[]> {
  const headers = { authorization: `Bearer ${target.tokens.get('admin') ?? ''}`, 'content-type': 'application/json' };
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All';
  const response = await target.handle(
    { method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) },
    { address: '127.0.0.1' },
  );
  const answer: unknown = JSON.parse(Buffer.from(response.body as Uint8Array).toString('utf8'));
  if (!isObject(answer) || answer.kind !== 'Status') return ['OK'];
  const causes = isObject(answer.details) && Array.isArray(answer.details.causes) ? answer.details.causes.filter(isObject) : [];
  return causes.map(({ field, message }) => [field, message].map((text) => (typeof text === 'string' ? text : '')).join(' | '));
}

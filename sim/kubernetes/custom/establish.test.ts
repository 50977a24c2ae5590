import assert from 'node:assert/strict';
import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import { customDefinition } from './definition';
import { nextStatus } from './establish';
import { compareVersions } from './versions';
import { nodeCrypto } from '../../../base/env/node/crypto';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function definition(plural: string, kind: string, shortNames: string[] = []): CustomResourceDefinition {
  const names = { plural, kind, singular: kind.toLowerCase(), listKind: `${kind}List`, ...(shortNames.length === 0 ? {} : { shortNames }) };
  const version = { served: true, schema: { openAPIV3Schema: { type: 'object' } } };
  const versions = [
    { ...version, name: 'v1beta1', storage: false },
    { ...version, name: 'v1', storage: true },
  ];
  return { metadata: { name: `${plural}.example.com` }, spec: { group: 'example.com', scope: 'Namespaced', names, versions } };
}

/** Every status on the way, until nothing is left to say. */
function settled(crd: CustomResourceDefinition, others: readonly CustomResourceDefinition[] = []): CustomResourceDefinition[] {
  const next = nextStatus(crd, others, NOW);
  return next === undefined ? [] : [next, ...settled(next, others)];
}

const said = (crd: CustomResourceDefinition | undefined): readonly string[] =>
  (crd?.status?.conditions ?? []).map(({ type, status, reason }) => `${type ?? ''} ${status ?? ''} ${reason ?? ''}`);

describe('the names of a definition', () => {
  it('are accepted first, then the definition is established', () => {
    assert.deepEqual(settled(definition('widgets', 'Widget')).map(said), [
      ['NamesAccepted True NoConflicts', 'Established False Installing'],
      ['NamesAccepted True NoConflicts', 'Established True InitialNamesAccepted'],
    ]);
  });

  it('are refused when another definition of the group has them, as far as it has them', () => {
    const [first] = settled(definition('widgets', 'Widget', ['w'])).slice(-1);
    const last = settled(definition('gizmos', 'Widget', ['w']), first === undefined ? [] : [first]).at(-1);
    assert.deepEqual(said(last), ['NamesAccepted False ListKindConflict', 'Established False NotAccepted']);
    assert.deepEqual(last?.status?.acceptedNames, { plural: 'gizmos' });
  });

  it('are served by every version, the preferred one first', () => {
    const established = settled(definition('widgets', 'Widget')).at(-1) ?? {};
    const resource = customDefinition(established, nodeCrypto());
    assert.deepEqual(
      resource?.versions.map(({ version }) => version),
      ['v1', 'v1beta1'],
    );
    assert.equal(customDefinition(definition('widgets', 'Widget'), nodeCrypto()), undefined);
  });

  it('do not matter to the order of versions', () => {
    const versions = ['foo1', 'v1alpha1', 'v2', 'v1beta2', 'v11beta2', 'v10', 'v1', 'v3beta1', 'foo10', 'v12alpha1'];
    const sorted = ['v10', 'v2', 'v1', 'v11beta2', 'v3beta1', 'v1beta2', 'v12alpha1', 'v1alpha1', 'foo1', 'foo10'];
    assert.deepEqual(versions.sort(compareVersions), sorted);
  });
});

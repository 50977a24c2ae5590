import assert from 'node:assert/strict';
import type { ChallengeObject, ChallengeStatus } from '../objects';
import { challengesToStart } from './scheduler';

const ISSUER = { name: 'acme', kind: 'Issuer', group: 'cert-manager.io' };

function challenge(name: string, status: ChallengeStatus = {}, dnsName = `${name}.example.com`): ChallengeObject {
  const spec = {
    url: '',
    authorizationURL: '',
    dnsName,
    wildcard: false,
    type: 'HTTP-01',
    token: '',
    key: '',
    solver: {},
    issuerRef: ISSUER,
  } as const;
  return { metadata: { name, creationTimestamp: `2030-01-01T00:00:${name.padStart(2, '0')}Z` }, spec, status };
}

const names = (challenges: readonly ChallengeObject[], most?: number): readonly (string | undefined)[] =>
  challengesToStart(challenges, most).map(({ metadata }) => metadata?.name);

describe('which Challenges are started', () => {
  it('the oldest first, twenty at a time', () => {
    const many = Array.from({ length: 30 }, (_, n) => challenge(String(29 - n)));
    assert.deepEqual(
      names(many),
      Array.from({ length: 20 }, (_, n) => String(n)),
    );
  });

  it('as many as may be in progress together', () => {
    const working = [challenge('1', { processing: true }), challenge('2', { processing: true, state: 'valid' })];
    assert.deepEqual(names([...working, challenge('3'), challenge('4'), challenge('5')], 3), ['3', '4']);
  });

  it('never two for one name', () => {
    const same = [
      challenge('1', { processing: true }, 'a.test'),
      challenge('2', {}, 'a.test'),
      challenge('3', {}, 'b.test'),
      challenge('4', {}, 'b.test'),
    ];
    assert.deepEqual(names(same), ['3']);
  });

  it('none that is decided', () => assert.deepEqual(names([challenge('1', { state: 'invalid' })]), []));
});

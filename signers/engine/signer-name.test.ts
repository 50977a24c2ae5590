import assert from 'node:assert/strict';
import { issuerRef, parseSignerName } from './signer-name';

const NAMES: readonly (readonly [string, string | undefined])[] = [
  ['', undefined],
  ['foo.bar', undefined],
  ['foo.bar/', undefined],
  ['/foo.bar', undefined],
  ['abc/hello-world', undefined],
  ['a.b/c/d', undefined],
  ['a.b/.c', undefined],
  ['foo.bar/hello-world', 'foo|bar||hello-world'],
  ['foo.bar.abc/hello.world.123', 'foo|bar.abc|hello|world.123'],
  ['clusterissuers.bar/hello.world', 'clusterissuers|bar||hello.world'],
  ['issuers.cert-manager.io/ns.', 'issuers|cert-manager.io|ns|'],
  ['.bar/x', '|bar||x'],
];

describe('signer names', () => {
  for (const [text, parts] of NAMES) {
    it(`${JSON.stringify(text)} is ${parts ?? 'no signer name'}`, () => {
      const signer = parseSignerName(text);
      assert.equal(signer && [signer.type, signer.group, signer.namespace, signer.name].join('|'), parts);
    });
  }

  it('name an issuer only in the group and with the plurals of cert-manager', () => {
    assert.deepEqual(issuerRef('issuers.cert-manager.io/sandbox.ca'), { kind: 'Issuer', namespace: 'sandbox', name: 'ca' });
    assert.deepEqual(issuerRef('clusterissuers.cert-manager.io/a.b'), { kind: 'ClusterIssuer', namespace: '', name: 'a.b' });
    assert.equal(issuerRef('issuer.cert-manager.io/sandbox.ca'), undefined);
    assert.equal(issuerRef('issuers.cert-manager.io.evil/sandbox.ca'), undefined);
  });
});

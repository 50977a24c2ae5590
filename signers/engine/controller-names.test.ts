import assert from 'node:assert/strict';
import { DEFAULT_CONTROLLERS, enabledControllers, REQUEST_CONTROLLERS, REQUEST_CONTROLLERS_GATE } from './controller-names';

const gate = { [REQUEST_CONTROLLERS_GATE]: true };
const both = [...DEFAULT_CONTROLLERS, ...REQUEST_CONTROLLERS].sort();

describe('the controllers that run', () => {
  it('are the default set without the request controllers', () =>
    assert.deepEqual(enabledControllers({}), [...DEFAULT_CONTROLLERS].sort()));

  it('gain the request controllers by the gate, even when only others are named', () => {
    assert.deepEqual(enabledControllers({ featureGates: gate }), both);
    assert.deepEqual(enabledControllers({ featureGates: gate, controllers: ['issuers'] }), [...REQUEST_CONTROLLERS, 'issuers'].sort());
  });

  it('can be named with the gate off', () => {
    const name = 'certificatesigningrequests-issuer-ca';
    assert.deepEqual(enabledControllers({ controllers: [name] }), [name]);
  });

  it('can be taken out, which beats the gate', () => {
    const without = enabledControllers({ featureGates: gate, controllers: ['*', '-issuers', '-certificatesigningrequests-issuer-acme'] });
    assert.deepEqual(
      without,
      both.filter((name) => name !== 'issuers' && name !== 'certificatesigningrequests-issuer-acme'),
    );
  });

  it('are none of the cluster when confined to a namespace', () => {
    const confined = enabledControllers({ featureGates: gate, namespace: 'sandbox' });
    assert.deepEqual(confined, [...DEFAULT_CONTROLLERS].filter((name) => name !== 'clusterissuers').sort());
  });

  it('must be known', () =>
    assert.throws(() => enabledControllers({ controllers: ['isuers'] }), /^Error: "isuers" is not in the list of known/));
});

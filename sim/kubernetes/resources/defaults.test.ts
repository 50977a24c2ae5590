import assert from 'node:assert/strict';
import type { KubeObject } from '../../../kube/meta';
import { at } from './common/tree';
import { defaulterOf } from './defaults';

const defaulted = (kind: string, object: object): KubeObject => defaulterOf(kind, 'v1')?.(object) ?? {};
const container = (image: string): object => ({ spec: { containers: [{ name: 'a', image }] } });

describe('defaults', () => {
  it('are unknown for kinds that have none', () => assert.equal(defaulterOf('configmaps', 'v1'), undefined));

  const images: [image: string, policy: string][] = [
    ['a', 'Always'],
    ['a:latest', 'Always'],
    ['a:1', 'IfNotPresent'],
    ['host:5000/a', 'Always'],
    ['host:5000/a:1', 'IfNotPresent'],
    ['a@sha256:00', 'IfNotPresent'],
    ['a:latest@sha256:00', 'Always'],
  ];
  for (const [image, policy] of images) {
    it(`pull ${image} ${policy}`, () => {
      assert.equal(at(defaulted('pods', container(image)), 'spec', 'containers', 0, 'imagePullPolicy'), policy);
    });
  }

  it('make no probe where there is none, and complete one where there is', () => {
    const pod = defaulted('pods', { spec: { containers: [{ name: 'a', livenessProbe: { httpGet: { port: 1 } } }] } });
    assert.equal(at(pod, 'spec', 'containers', 0, 'readinessProbe'), undefined);
    assert.deepEqual(at(pod, 'spec', 'containers', 0, 'livenessProbe'), {
      httpGet: { port: 1, path: '/', scheme: 'HTTP' },
      timeoutSeconds: 1,
      periodSeconds: 10,
      successThreshold: 1,
      failureThreshold: 3,
    });
  });

  it('leave alone what is said', () => {
    const deployment = defaulted('deployments.apps', { spec: { replicas: 0, strategy: { type: 'Recreate' } } });
    assert.equal(at(deployment, 'spec', 'replicas'), 0);
    assert.deepEqual(at(deployment, 'spec', 'strategy'), { type: 'Recreate' });
  });

  it('give a service’s port its own number as target', () => {
    const service = defaulted('services', { spec: { ports: [{ port: 80 }, { port: 81, targetPort: 'web' }] } });
    assert.deepEqual(at(service, 'spec', 'ports'), [
      { port: 80, protocol: 'TCP', targetPort: 80 },
      { port: 81, protocol: 'TCP', targetPort: 'web' },
    ]);
  });

  it('change nothing they were handed', () => {
    const pod = container('a');
    const before = JSON.stringify(pod);
    defaulted('pods', pod);
    assert.equal(JSON.stringify(pod), before);
  });
});

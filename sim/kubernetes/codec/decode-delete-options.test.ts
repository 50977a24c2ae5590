import assert from 'node:assert/strict';
import { decodeDeleteOptions, encodeMessage, sealEnvelope } from '.';
import { ApiError } from '../../../kube/api-error';
import { builtInType } from '../schema';

const decode = (text: string): ReturnType<typeof decodeDeleteOptions> =>
  decodeDeleteOptions(new TextEncoder().encode(text), 'application/json');

describe('decodeDeleteOptions', () => {
  it('takes options of any group version and ignores what it does not know', () => {
    const text = '{"kind":"DeleteOptions","apiVersion":"foo/v1","gracePeriodSeconds":0,"foo":1,"preconditions":{"uid":"a"}}';
    assert.deepEqual(decode(text), { gracePeriodSeconds: 0, preconditions: { uid: 'a' } });
    assert.deepEqual(decode('{}'), {});
  });

  it('reads protobuf', () => {
    const gvk = { group: 'meta.k8s.io', version: 'v1', kind: 'DeleteOptions' };
    const type = builtInType(gvk);
    assert.ok(type);
    const body = sealEnvelope(encodeMessage({ propagationPolicy: 'Orphan' }, type), gvk);
    assert.deepEqual(decodeDeleteOptions(body, 'application/vnd.kubernetes.protobuf'), { propagationPolicy: 'Orphan' });
  });

  const refused: [string, string][] = [
    ['{"kind":"Foo"}', 'no kind "Foo" is registered for version "meta.k8s.io/v1" in scheme "pkg/runtime/scheme.go:111"'],
    ['{"kind":"Pod","apiVersion":"v1"}', 'no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"'],
    ['{"kind":"CreateOptions","apiVersion":"v1"}', 'converting (v1.CreateOptions) to (v1.DeleteOptions): unknown conversion'],
    ['{"gracePeriodSeconds":"x"}', 'json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64'],
    ['x', "couldn't get version/kind; json parse error: invalid character 'x' looking for beginning of value"],
  ];
  for (const [text, message] of refused) {
    it(`says of ${text}: ${message}`, () => {
      assert.throws(
        () => decode(text),
        (error) => error instanceof ApiError && error.code === 400 && error.message === message,
      );
    });
  }
});

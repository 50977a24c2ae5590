import { checkVersion } from './body-kind';
import assert from 'node:assert/strict';
import { decodeBody, encodeJson, withTypeMeta } from '.';
import { ApiError } from '../../../kube/api-error';
import { builtInType } from '../schema';
import type { DecodedBody, FieldValidation } from '.';
import type { StructNode } from '../schema/type-node';

const CSR = { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' };
const NOT_HANDLED = 'CertificateSigningRequest in version "v1" cannot be handled as a CertificateSigningRequest: ';

function typeOf(gvk: typeof CSR): StructNode {
  const type = builtInType(gvk);
  assert.ok(type);
  return type;
}

function decode(body: string | Uint8Array, fieldValidation: FieldValidation = 'Warn', gvk = CSR): DecodedBody {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const target = { gvk, type: typeOf(gvk) };
  const decoded = decodeBody(bytes, 'application/json', target, fieldValidation);
  checkVersion(decoded.gvk, target);
  return decoded;
}

function refusal(body: string, fieldValidation: FieldValidation = 'Warn'): string {
  try {
    decode(body, fieldValidation);
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.code, 400);
    return error.message;
  }
  assert.fail('the body was accepted');
}

describe('decodeBody', () => {
  const refused: [string, string][] = [
    [
      '',
      "the object provided is unrecognized (must be of type CertificateSigningRequest): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
    ],
    [
      'hello',
      "the object provided is unrecognized (must be of type CertificateSigningRequest): couldn't get version/kind; json parse error: invalid character 'h' looking for beginning of value (68656c6c6f)",
    ],
    [
      '{"metadata":{"name":"abcdefghijklm"},}',
      'the object provided is unrecognized (must be of type CertificateSigningRequest): couldn\'t get version/kind; json parse error: invalid character \'}\' looking for beginning of object key string ({"metadata":{"name":"abcdefghi ...)',
    ],
    [
      '{"apiVersion":"a/b/c","kind":"CertificateSigningRequest"}',
      'the object provided is unrecognized (must be of type CertificateSigningRequest): unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c","kind":" ...)',
    ],
    [
      '{"kind":5}',
      'the object provided is unrecognized (must be of type CertificateSigningRequest): couldn\'t get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})',
    ],
    [
      '{"spec":{"expirationSeconds":"x"}}',
      `${NOT_HANDLED}json: cannot unmarshal string into Go struct field CertificateSigningRequestSpec.spec.expirationSeconds of type int32`,
    ],
    [
      '{"spec":{"expirationSeconds":1.5}}',
      `${NOT_HANDLED}json: cannot unmarshal number 1.5 into Go struct field CertificateSigningRequestSpec.spec.expirationSeconds of type int32`,
    ],
    ['{"spec":{"request":"YQ="}}', `${NOT_HANDLED}illegal base64 data at input byte 3`],
    [
      '{"spec":{"usages":"any"}}',
      `${NOT_HANDLED}json: cannot unmarshal string into Go struct field CertificateSigningRequestSpec.spec.usages of type []v1.KeyUsage`,
    ],
    [
      '{"metadata":{"creationTimestamp":5}}',
      `${NOT_HANDLED}json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string`,
    ],
    [
      '{"apiVersion":"v1","kind":"Secret"}',
      'Secret in version "v1" cannot be handled as a CertificateSigningRequest: converting (v1.Secret) to (certificates.CertificateSigningRequest): unknown conversion',
    ],
    [
      '{"kind":"Foo"}',
      'Foo in version "v1" cannot be handled as a CertificateSigningRequest: no kind "Foo" is registered for version "certificates.k8s.io/v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
    [
      '{"apiVersion":"certificates.k8s.io/v1beta1"}',
      'the API version in the data (certificates.k8s.io/v1beta1) does not match the expected API version (certificates.k8s.io/v1)',
    ],
  ];
  for (const [body, message] of refused) {
    it(`refuses ${body === '' ? 'nothing' : body}`, () => assert.equal(refusal(body), message));
  }

  const odd = '{"spec":{"foo":1,"signerName":"a","signerName":"b","groups":[]},"Kind":"x","metadata":{"labels":{"a":"1","a":"2"}}}';
  const complaints = [
    'unknown field "spec.foo"',
    'duplicate field "spec.signerName"',
    'unknown field "Kind"',
    'duplicate field "metadata.labels.a"',
  ];

  it('warns of unknown and repeated members in the order of the text', () => {
    const { object, warnings } = decode(odd.replace('"Kind":"x"', '"bar":"x"'));
    assert.deepEqual(
      warnings,
      complaints.map((text) => text.replace('Kind', 'bar')),
    );
    assert.equal(encodeJson(object, typeOf(CSR)), '{"metadata":{"labels":{"a":"2"}},"spec":{"request":null,"signerName":"b"},"status":{}}');
  });

  it('refuses them when asked to be strict and is silent when asked to ignore', () => {
    const body = '{"spec":{"foo":1}}';
    assert.equal(refusal(body, 'Strict'), `${NOT_HANDLED}strict decoding error: unknown field "spec.foo"`);
    assert.deepEqual(decode(body, 'Ignore').warnings, []);
  });

  it('finds the kind under a name of any case, then misses the field', () => {
    assert.match(refusal('{"KIND":"Foo"}'), /^Foo in version "v1"/);
  });

  const same: [string, string, string][] = [
    ['null', '{}', 'an absent body is an empty object'],
    ['{"kind":null,"spec":null,"metadata":null}', '{}', 'null is absent'],
    ['{"spec":{"usages":[],"extra":{},"username":""}}', '{"spec":{}}', 'empty members are absent'],
    ['{"spec":{"request":"YWI\\n="}}', '{"spec":{"request":"YWI="}}', 'base64 is normalised'],
    ['{"spec":{"request":[97,98]}}', '{"spec":{"request":"YWI="}}', 'bytes may come as numbers'],
    ['{"spec":{"groups":[null,"a"]}}', '{"spec":{"groups":["","a"]}}', 'null in a list is the zero value'],
    ['{"spec":{"username":"a"},"spec":{"uid":"b"}}', '{"spec":{"username":"a","uid":"b"}}', 'a repeated struct is decoded on top'],
    ['{"metadata":{"generation":9007199254740993}}', '{"metadata":{"generation":9007199254740993}}', 'large integers stay exact'],
    ['{"metadata":{"labels":{"__proto__":"x"}}}', '{"metadata":{"labels":{"__proto__":"x"}}}', '__proto__ is data'],
    [
      '{"metadata":{"creationTimestamp":"2024-01-01T01:00:00.5+01:00"}}',
      '{"metadata":{"creationTimestamp":"2024-01-01T00:00:00Z"}}',
      'times are UTC',
    ],
  ];
  for (const [body, equal, title] of same) {
    it(title, () => {
      const [left, right] = [body, equal].map((each) => encodeJson(decode(each).object, typeOf(CSR)));
      assert.equal(left, right);
    });
  }

  it('reads bytes that are no UTF-8 as Go does', () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode('{"spec":{"username":"'), 0xe2, 0x82, ...new TextEncoder().encode('"}}')]);
    assert.deepEqual(decode(bytes).object.spec, { signerName: '', username: '\ufffd\ufffd' });
  });

  it('names an inlined Go struct in the path', () => {
    const pod = { group: '', version: 'v1', kind: 'Pod' };
    assert.throws(
      () => decode('{"spec":{"volumes":[{"hostPath":{"path":1}}]}}', 'Warn', pod),
      /HostPathVolumeSource\.spec\.volumes\.VolumeSource\.hostPath\.path of type string/,
    );
    const set = { group: 'apps', version: 'v1', kind: 'StatefulSet' };
    assert.throws(
      () => decode('{"spec":{"volumeClaimTemplates":[{"kind":1}]}}', 'Warn', set),
      /PersistentVolumeClaim\.spec\.volumeClaimTemplates\.TypeMeta\.kind of type string/,
    );
  });
});

describe('withTypeMeta', () => {
  it('puts kind and apiVersion first', () => {
    assert.equal(
      withTypeMeta('{"metadata":{}}', CSR),
      '{"kind":"CertificateSigningRequest","apiVersion":"certificates.k8s.io/v1","metadata":{}}',
    );
    assert.equal(withTypeMeta('{}', { group: '', version: 'v1', kind: 'Status' }), '{"kind":"Status","apiVersion":"v1"}');
  });
});

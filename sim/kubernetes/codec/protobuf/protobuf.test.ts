import assert from 'node:assert/strict';
import { parse } from 'protobufjs';
import { decodeBody, decodeMessage, encodeMessage, openEnvelope, ProtobufError, sealEnvelope } from '..';
import { ApiError } from '../../../../kube/api-error';
import { builtInType } from '../../schema';
import { canonicalObject } from '../decode-json';
import type { JsonObject } from '../../../../kube/json';
import type { StructNode } from '../../schema/type-node';

const CSR = { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' };

function typeOf(group: string, version: string, kind: string): StructNode {
  const type = builtInType({ group, version, kind });
  assert.ok(type);
  return type;
}

const csrType = typeOf(CSR.group, CSR.version, CSR.kind);

// As a foreign reader declares it.
const { root } = parse(`
  syntax = "proto2";
  message Time { optional int64 seconds = 1; optional int32 nanos = 2; }
  message ExtraValue { repeated string items = 1; }
  message ObjectMeta { optional string name = 1; optional int64 generation = 7; optional Time creationTimestamp = 8; map<string, string> labels = 11; }
  message Spec { optional bytes request = 1; optional string username = 2; repeated string groups = 4; repeated string usages = 5;
    map<string, ExtraValue> extra = 6; optional string signerName = 7; optional int32 expirationSeconds = 8; }
  message Csr { optional ObjectMeta metadata = 1; optional Spec spec = 2; }
`);
const Foreign = root.lookupType('Csr');

const object: JsonObject = {
  metadata: { name: 'a', generation: -1, creationTimestamp: '2024-01-01T00:00:00Z', labels: { ü: '😀', a: '' } },
  spec: { request: 'YWI=', signerName: 'x.y/z', expirationSeconds: 600, usages: ['any'], groups: ['g'], extra: { k: ['1', '2'] } },
};

describe('protobuf messages', () => {
  it('are read by a foreign decoder', () => {
    const seen = Foreign.toObject(Foreign.decode(encodeMessage(object, csrType)), { longs: String, bytes: String });
    assert.deepEqual(seen, {
      metadata: { name: 'a', generation: '-1', creationTimestamp: { seconds: '1704067200', nanos: 0 }, labels: { ü: '😀', a: '' } },
      spec: {
        request: 'YWI=',
        username: '',
        signerName: 'x.y/z',
        expirationSeconds: 600,
        usages: ['any'],
        groups: ['g'],
        extra: { k: { items: ['1', '2'] } },
      },
    });
  });

  it('of a foreign encoder are read, whatever the order of their fields', () => {
    const bytes = Foreign.encode(
      Foreign.fromObject({
        metadata: { generation: 7, labels: { a: '' } },
        spec: { request: 'YWI=', extra: { k: { items: ['1', '2'] } } },
      }),
    ).finish();
    assert.deepEqual(canonicalObject(decodeMessage(bytes, csrType), csrType), {
      metadata: { generation: 7, labels: { a: '' } },
      spec: { request: 'YWI=', signerName: '', extra: { k: ['1', '2'] } },
      status: {},
    });
  });

  const kept: [string, StructNode, JsonObject][] = [
    ['integers of 64 bits', csrType, { metadata: { generation: 9223372036854775807n }, spec: { signerName: '' }, status: {} }],
    [
      'quantities, ports, pointers and inlined structs',
      typeOf('', 'v1', 'Pod'),
      {
        metadata: {},
        spec: {
          volumes: [{ name: 'v', hostPath: { path: '/', type: '' } }],
          containers: [
            {
              name: 'c',
              resources: { limits: { cpu: '500m' } },
              livenessProbe: { httpGet: { port: 'http' }, periodSeconds: 3 },
              readinessProbe: { tcpSocket: { port: 80 } },
            },
          ],
          hostUsers: false,
          securityContext: { supplementalGroups: [1, 2] },
        },
        status: {},
      },
    ],
    [
      'schemas with their unions',
      typeOf('apiextensions.k8s.io', 'v1', 'CustomResourceDefinition'),
      {
        metadata: {},
        spec: {
          group: 'g',
          names: { plural: 'p', kind: 'K' },
          scope: 'Cluster',
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  maximum: 1.5,
                  properties: {
                    a: { type: 'array', items: { type: 'string' } },
                    b: { additionalProperties: false },
                    c: { default: { x: [1] } },
                  },
                },
              },
            },
          ],
        },
        status: { acceptedNames: { plural: '', kind: '' } },
      },
    ],
  ];
  for (const [what, type, value] of kept) {
    it(`keep ${what}`, () => assert.deepEqual(canonicalObject(decodeMessage(encodeMessage(value, type), type), type), value));
  }

  it('are refused in the words of Go', () => {
    const seal = (raw: Uint8Array): Uint8Array => sealEnvelope(raw, CSR);
    const refused: [Uint8Array, string][] = [
      [new Uint8Array(), 'the object provided is unrecognized (must be of type CertificateSigningRequest): empty data (<empty>)'],
      [
        Uint8Array.of(1, 2),
        'the object provided is unrecognized (must be of type CertificateSigningRequest): provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] (0102)',
      ],
      [
        seal(Uint8Array.of(0x0a, 9)),
        'CertificateSigningRequest in version "v1" cannot be handled as a CertificateSigningRequest: unexpected EOF',
      ],
      [
        seal(Uint8Array.of(0x08, 1)),
        'CertificateSigningRequest in version "v1" cannot be handled as a CertificateSigningRequest: proto: wrong wireType = 0 for field Metadata',
      ],
    ];
    for (const [body, message] of refused) {
      const decode = (): unknown => decodeBody(body, 'application/vnd.kubernetes.protobuf', { gvk: CSR, type: csrType }, 'Warn');
      assert.throws(decode, (error) => error instanceof ApiError && error.message === message);
    }
    assert.throws(() => openEnvelope(Uint8Array.of(0x6b, 0x38, 0x73, 0)), new ProtobufError('empty body'));
  });
});

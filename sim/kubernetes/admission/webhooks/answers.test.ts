import assert from 'node:assert/strict';
import {
  configure,
  createMap,
  FAILED,
  fetchFails,
  NAME,
  patches,
  refusal,
  says,
  webhook,
  world,
  type Answer,
} from '../../../../fixtures/webhook-world';

const YAML_TEXT = String.raw`couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;
// Answers of a webhook, and what kube-apiserver 1.36.3 made of them.
const VALIDATING: readonly [string, Answer, string][] = [
  ['allows', says({ allowed: true }), ''],
  ['denies silently', says({ allowed: false }), `400  admission webhook "${NAME}" denied the request without explanation`],
  [
    'denies with a status of its own',
    says({ allowed: false, status: { message: 'no way', code: 418, reason: 'Teapot' } }),
    `418 Teapot admission webhook "${NAME}" denied the request: no way`,
  ],
  [
    'denies with a reason and the code of a success',
    says({ allowed: false, status: { reason: 'Odd', code: 200 } }),
    `400 Odd admission webhook "${NAME}" denied the request: Odd`,
  ],
  ['answers HTML', () => ({ text: '<html>' }), `${FAILED}failed to call webhook: ${YAML_TEXT}`],
  [
    'answers nothing',
    () => ({}),
    `${FAILED}failed to call webhook: 0-length response with status code: 200 and content type: application/json`,
  ],
  ['answers no review', () => ({ text: '{}' }), `${FAILED}received invalid webhook response: webhook response was absent`],
  [
    'answers a Pod',
    () => ({ text: '{"apiVersion":"v1","kind":"Pod"}' }),
    `${FAILED}failed to call webhook: no kind "Pod" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"`,
  ],
  [
    'does not name the kind',
    ({ request }) => ({ text: JSON.stringify({ response: { uid: request.uid, allowed: true } }) }),
    `${FAILED}received invalid webhook response: expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind=`,
  ],
  [
    'answers in an older version',
    () => ({ text: '{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview"}' }),
    `${FAILED}failed to call webhook: converting (v1beta1.AdmissionReview) to (v1.AdmissionReview): unknown conversion`,
  ],
  ['is not found', () => ({ status: 404 }), `${FAILED}failed to call webhook: the server could not find the requested resource`],
  [
    'breaks',
    () => ({ status: 500, text: 'boom', headers: { 'content-type': 'text/plain' } }),
    `${FAILED}failed to call webhook: an error on the server ("boom") has prevented the request from succeeding`,
  ],
  [
    'is not there',
    fetchFails,
    `${FAILED}failed to call webhook: Post "https://hook.example/ask?timeout=2s": dial tcp 127.0.0.1:1: connect: connection refused`,
  ],
  [
    'patches',
    patches({ op: 'remove', path: '/data' }),
    `${FAILED}received invalid webhook response: validating webhook may not return response.patch`,
  ],
];

const MUTATING: readonly [string, Answer, string][] = [
  ['adds a key', patches({ op: 'add', path: '/data/c', value: 'd' }), ''],
  [
    'tests in vain',
    patches({ op: 'test', path: '/data/c', value: 'd' }),
    '500 InternalError Internal error occurred: testing value /data/c failed: test failed',
  ],
  ['patches unheard of', patches({ op: 'nope', path: '/a' }), '500 InternalError Internal error occurred: Unexpected kind: nope'],
  [
    'removes what is not there',
    patches({ op: 'remove', path: '/data/c' }),
    "500 InternalError Internal error occurred: error in remove for path: '/data/c': Unable to remove nonexistent key: c: missing value",
  ],
  [
    'makes it no ConfigMap',
    patches({ op: 'add', path: '/data', value: 5 }),
    '500 InternalError Internal error occurred: json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string',
  ],
  [
    'sends no JSON patch',
    says({ allowed: true, patchType: 'JSONPatch', patch: btoa('nope') }),
    `${FAILED}received undecodable patch in webhook response: invalid character 'o' in literal null (expecting 'u')`,
  ],
  [
    'names no type of patch',
    says({ allowed: true, patch: 'W10=' }),
    `${FAILED}received invalid webhook response: webhook returned response.patch but not response.patchType`,
  ],
];

describe("what the API server makes of a webhook's answer", () => {
  for (const [title, answer, expected] of VALIDATING) {
    it(`that validate: one ${title}`, async () => {
      const { client } = world(answer);
      await configure(client, 'Validating', webhook());
      assert.equal(await refusal(createMap(client)), expected);
    });
  }

  for (const [title, answer, expected] of MUTATING) {
    it(`that mutate: one ${title}`, async () => {
      const { client } = world(answer);
      await configure(client, 'Mutating', webhook());
      assert.equal(await refusal(createMap(client)), expected);
    });
  }
});

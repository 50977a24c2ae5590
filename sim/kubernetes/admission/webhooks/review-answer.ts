import { goQuote, jsonSyntaxError } from '../../../../base/go';
import { isObject, type JsonObject } from '../../../../kube/json';
import type { AdmissionResponse, AdmissionReviewAnswer } from '../../../../kube/types/admission';
import type { ReviewVersion } from './review-request';

const GROUP = 'admission.k8s.io';
const TYPE_META = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** The answer cannot be read; the message says why in apimachinery's words. */
export class Unreadable extends Error {}

/** The answer can be read, and is not what a webhook may answer. */
export class Invalid extends Error {}

export interface Expected {
  readonly uid: string;
  readonly version: ReviewVersion;
  readonly mutating: boolean;
}

/** What a body with status 200 says. Throws Unreadable and Invalid. */
export function readAnswer(body: Uint8Array, contentType: string, expected: Expected): AdmissionResponse {
  if (body.length === 0) throw new Unreadable(`0-length response with status code: 200 and content type: ${contentType}`);
  const review = parse(body) as AdmissionReviewAnswer;
  checkKind(review, expected.version);
  const { response } = review;
  if (!isObject(response)) throw new Invalid('webhook response was absent');
  const answer: AdmissionResponse = response;
  if (expected.version === 'v1') checkV1(review, answer, expected);
  return answer;
}

function parse(body: Uint8Array): JsonObject {
  const text = new TextDecoder().decode(body);
  const problem = jsonSyntaxError(body);
  // What does not look like JSON is read as YAML, where plain text is a string.
  if (problem !== undefined && !/^\s*[{[]/.test(text)) throw new Unreadable(notTypeMeta('string'));
  if (problem !== undefined) throw new Unreadable(`couldn't get version/kind; json parse error: ${problem}`);
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new Unreadable(notTypeMeta(Array.isArray(value) ? 'array' : typeof value));
}

function notTypeMeta(found: string): string {
  return `couldn't get version/kind; json parse error: json: cannot unmarshal ${found} into Go value of type ${TYPE_META}`;
}

function checkKind({ apiVersion = '', kind = '' }: AdmissionReviewAnswer, version: ReviewVersion): void {
  if (apiVersion === '' && kind === '') return;
  if (kind !== 'AdmissionReview' || !apiVersion.startsWith(`${GROUP}/`)) {
    throw new Unreadable(`no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`);
  }
  const answered = apiVersion.slice(GROUP.length + 1);
  if (answered === version) return;
  throw new Unreadable(`converting (${answered}.AdmissionReview) to (${version}.AdmissionReview): unknown conversion`);
}

function checkV1({ apiVersion = '', kind = '' }: AdmissionReviewAnswer, response: AdmissionResponse, { uid, mutating }: Expected): void {
  if (response.uid !== uid) throw new Invalid(`expected response.uid=${goQuote(uid)}, got ${goQuote(response.uid ?? '')}`);
  if (apiVersion === '') throw new Invalid(`expected webhook response of ${GROUP}/v1, Kind=AdmissionReview, got /, Kind=${kind}`);
  const { patch = '', patchType } = response;
  if (!mutating && patch !== '') throw new Invalid('validating webhook may not return response.patch');
  if (!mutating && patchType !== undefined) throw new Invalid('validating webhook may not return response.patchType');
  if (patch !== '' && patchType === undefined) throw new Invalid('webhook returned response.patch but not response.patchType');
  if (patch === '' && patchType !== undefined) throw new Invalid('webhook returned response.patchType but not response.patch');
  if (patchType === '') throw new Invalid('webhook returned invalid response.patchType of ""');
}

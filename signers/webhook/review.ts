import type { Handler, HttpRequest, HttpResponse } from '../../base/env/http';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';
import { validateIssuer } from './validate-issuer';
import type { Verdict } from './validate-issuer';

export const WEBHOOK_NAME = 'webhook.cert-manager.io';
export const VALIDATE_PATH = '/validate';

interface ReviewResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status: { readonly metadata: object; readonly message?: string; readonly reason?: string; readonly code: number };
  readonly warnings?: readonly string[];
}

const VALIDATED: readonly string[] = ['Issuer', 'ClusterIssuer'];

/** Serves admission.k8s.io/v1 reviews on VALIDATE_PATH, and `/livez` and `/healthz`. */
export const webhookHandler: Handler = (request) => Promise.resolve(answer(request));

function answer(request: HttpRequest): HttpResponse {
  const path = request.path.split('?', 1)[0];
  if (path === '/livez' || path === '/healthz') return reply(200, 'ok', 'text/plain');
  if (path !== VALIDATE_PATH) return reply(404, '404 page not found\n', 'text/plain');
  const review = parse(request.body);
  const asked = read.object(review, 'request');
  if (review === undefined || asked === undefined) return reply(400, 'the body is no AdmissionReview with a request\n', 'text/plain');
  const apiVersion = read.text(review, 'apiVersion');
  return reply(200, JSON.stringify({ kind: 'AdmissionReview', apiVersion, response: respond(asked) }), 'application/json');
}

/** Answers one admission request. Only creates and updates of issuers can be denied. */
export function respond(request: JsonObject): ReviewResponse {
  const uid = read.text(request, 'uid');
  const object = read.object(request, 'object');
  const kind = read.text(read.object(request, 'kind'), 'kind');
  if (object === undefined || !VALIDATED.includes(kind) || !['CREATE', 'UPDATE'].includes(read.text(request, 'operation'))) {
    return { uid, allowed: true, status: { metadata: {}, code: 200 } };
  }
  try {
    return { uid, ...responseOf(validateIssuer(object)) };
  } catch (error) {
    // A value that does not decode is the only thing that throws.
    const message = error instanceof Error ? error.message : String(error);
    return { uid, allowed: false, status: { metadata: {}, message, code: 400 } };
  }
}

function responseOf({ errors, warnings }: Verdict): Omit<ReviewResponse, 'uid'> {
  const told = warnings.length === 0 ? {} : { warnings };
  if (errors.length === 0) return { allowed: true, status: { metadata: {}, code: 200 }, ...told };
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const message = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  return { allowed: false, status: { metadata: {}, message, reason: 'Forbidden', code: 403 }, ...told };
}

function parse(body: Uint8Array | undefined): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function reply(status: number, text: string, type: string): HttpResponse {
  return { status, headers: { 'content-type': type }, body: new TextEncoder().encode(text) };
}

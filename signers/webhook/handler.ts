import type { CryptoPort } from '../../base/env/crypto';
import type { Handler, HttpRequest, HttpResponse } from '../../base/env/http';
import { isObject } from '../../kube/json';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';
import { mutate, validate } from './review';
import type { ReviewResponse } from './review';

export const WEBHOOK_NAME = 'webhook.cert-manager.io';
export const VALIDATE_PATH = '/validate';
export const MUTATE_PATH = '/mutate';

/** Serves admission.k8s.io/v1 reviews on VALIDATE_PATH and MUTATE_PATH, and `/livez` and `/healthz`. */
export function createWebhook(crypto: CryptoPort): Handler {
  return (request) => Promise.resolve(answer(request, crypto));
}

function answer({ path, body }: HttpRequest, crypto: CryptoPort): HttpResponse {
  const [route = ''] = path.split('?', 1);
  if (route === '/livez' || route === '/healthz') return reply(200, 'ok', 'text/plain');
  if (route === VALIDATE_PATH) return reviewed(body, (request) => validate(request, crypto));
  if (route === MUTATE_PATH) return reviewed(body, mutate);
  return reply(404, '404 page not found\n', 'text/plain');
}

function reviewed(body: Uint8Array | undefined, respond: (request: JsonObject) => ReviewResponse): HttpResponse {
  const review = parse(body);
  const request = read.object(review, 'request');
  if (review === undefined || request === undefined) return reply(400, 'the body is no AdmissionReview with a request\n', 'text/plain');
  const apiVersion = read.text(review, 'apiVersion');
  return reply(200, JSON.stringify({ kind: 'AdmissionReview', apiVersion, response: respond(request) }), 'application/json');
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

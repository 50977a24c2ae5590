import type { Handler, HttpResponse } from '../base/env/http';
import type { RunningSigners } from './run';

/** `/livez`, `/healthz`, `/readyz` and `/metrics` of a running engine. */
export function observe(signers: RunningSigners): Handler {
  return ({ path }) => Promise.resolve(answer(path.split('?', 1)[0] ?? '', signers));
}

function answer(path: string, signers: RunningSigners): HttpResponse {
  if (path === '/livez' || path === '/healthz') return text(200, 'ok');
  if (path === '/readyz') return signers.ready ? text(200, 'ok') : text(503, 'the caches are not filled, or another replica leads');
  if (path === '/metrics') return text(200, signers.metrics.text(), 'text/plain; version=0.0.4; charset=utf-8');
  return text(404, '404 page not found\n');
}

function text(status: number, body: string, type = 'text/plain; charset=utf-8'): HttpResponse {
  return { status, headers: { 'content-type': type }, body: new TextEncoder().encode(body) };
}

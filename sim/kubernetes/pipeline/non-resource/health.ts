import type { HttpResponse } from '../../../../base/env/http';
import { textAnswer } from '../answer';
import type { Call } from '../call';
import type { NonResourceHandler } from '../call';
import data from './data/health-checks.json';

export type HealthPath = 'healthz' | 'livez' | 'readyz';

/** The names of the checks by path, in the order in which they are reported. All of them are always fine: there is nothing to fail. */
export const healthChecks = data as Readonly<Record<HealthPath, readonly string[]>>;

/** `/livez`, `/livez/ping`, `/livez?verbose&exclude=etcd` and the like. */
export function healthHandler(path: HealthPath): NonResourceHandler {
  return (call) => {
    const name = call.info.path.slice(path.length + 2);
    if (name === '') return overview(call, path);
    return healthChecks[path].includes(name) ? checkAnswer(call) : textAnswer(call, 404, '404 page not found\n');
  };
}

/** Of one check, which upstream answers without the header that others have. */
function checkAnswer(call: Call): HttpResponse {
  const answer = textAnswer(call, 200, 'ok');
  const { 'x-content-type-options': _nosniff, ...headers } = answer.headers;
  return { ...answer, headers };
}

function overview(call: Call, path: HealthPath): HttpResponse {
  if (!call.query.has('verbose')) return textAnswer(call, 200, 'ok');
  const excluded = call.query.get('exclude') ?? [];
  const lines = healthChecks[path].map((name) => (excluded.includes(name) ? `[+]${name} excluded: ok` : `[+]${name} ok`));
  const unknown = excluded.filter((name) => !healthChecks[path].includes(name));
  const warning =
    unknown.length === 0
      ? ''
      : `warn: some health checks cannot be excluded: no matches for ${unknown.map((name) => `"${name}"`).join(',')}\n`;
  return textAnswer(call, 200, `${lines.join('\n')}\n${warning}${path} check passed\n`);
}

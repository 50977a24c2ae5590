import type { Handler, HttpRequest, HttpResponse } from '../../../base/env/http';
import { isObject } from '../../../kube/json';
import { answer, jsonOf, pathOf } from './answer';
import type { FaultRule, Faults } from './faults';
import type { RequestLog } from './request-log';

/** One more route of a control surface: what it returns is sent as JSON, a string as text, undefined as 204. */
export type ControlRoute = (request: HttpRequest, parameters: Readonly<Record<string, string>>) => unknown;

export interface ControlOptions {
  readonly faults: Faults;
  readonly log: RequestLog;
  /** By `METHOD /path`, where `:name` stands for one segment. */
  readonly routes?: Readonly<Record<string, ControlRoute>>;
}

/** Answered as 400 with its message. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
}

/** The surface that tests and people steer an authority by. Never reachable from the protocol's own address. */
export function controlSurface({ faults, log, routes = {} }: ControlOptions): Handler {
  const all = Object.entries({ ...commonRoutes(faults, log), ...routes });
  return (request) => {
    for (const [route, run] of all) {
      const parameters = match(route, request);
      if (parameters !== undefined) return Promise.resolve(outcome(() => run(request, parameters)));
    }
    const known = all.map(([route]) => route).join('\n');
    return Promise.resolve(answer(404, `no such control: ${request.method} ${pathOf(request)}. There are:\n${known}\n`));
  };
}

function commonRoutes(faults: Faults, log: RequestLog): Readonly<Record<string, ControlRoute>> {
  return {
    'GET /requests': () => log.list(),
    'DELETE /requests': () => log.clear(),
    'GET /faults': () => faults.list(),
    'POST /faults': (request) => rulesOf(request).map((rule) => ({ id: faults.add(rule) })),
    'DELETE /faults': () => faults.clear(),
    'DELETE /faults/:id': (_request, { id }) => faults.remove(Number(id)),
  };
}

function rulesOf(request: HttpRequest): readonly FaultRule[] {
  const given = jsonOf(request);
  const rules: readonly unknown[] = Array.isArray(given) ? given : [given];
  return rules.map((rule) => {
    if (isObject(rule) && isObject(rule.fault)) return rule as unknown as FaultRule;
    throw new ControlError('a fault is asked for as {"match": {…}, "times": 1, "fault": {…}}, or as a list of these');
  });
}

function match(route: string, request: HttpRequest): Record<string, string> | undefined {
  const [method, path = ''] = route.split(' ');
  const [wanted, given] = [path.split('/'), pathOf(request).split('/')];
  if (method !== request.method || wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const segment = given[i] ?? '';
    if (part.startsWith(':')) parameters[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return parameters;
}

function outcome(run: () => unknown): HttpResponse {
  try {
    const result = run();
    return result === undefined ? answer(204) : answer(200, result);
  } catch (error) {
    if (error instanceof ControlError) return answer(400, `${error.message}\n`);
    throw error;
  }
}

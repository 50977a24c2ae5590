import type { Handler, HttpResponse } from '../base/env/http';
import type { Listener, Network } from '../base/env/ports';
import type { RunningSigners } from '../signers';
import { CommandError, UsageError, errorCode, messageOf } from './errors';

export interface EndpointFlags {
  /** `host:port` */
  readonly healthzListenAddress?: string;
  readonly metricsListenAddress?: string;
}

const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

/** Serves what Kubernetes and Prometheus ask the engine, where the flags say. One address may serve both. */
export async function serveEndpoints(flags: EndpointFlags, running: RunningSigners, network: Network): Promise<readonly Listener[]> {
  const health = { '/livez': () => text(200, 'ok'), '/healthz': () => text(200, 'ok'), '/readyz': () => readiness(running) };
  const metrics = { '/metrics': () => text(200, running.metrics.text(), PROMETHEUS) };
  const { healthzListenAddress: first, metricsListenAddress: second } = flags;
  const wanted: [address: string | undefined, routes: Routes][] =
    first === second
      ? [[first, { ...health, ...metrics }]]
      : [
          [first, health],
          [second, metrics],
        ];
  const listeners: Listener[] = [];
  for (const [address, routes] of wanted) if (address !== undefined) listeners.push(await listen(address, routes, network));
  return listeners;
}

type Routes = Readonly<Record<string, () => HttpResponse>>;

async function listen(address: string, routes: Routes, network: Network): Promise<Listener> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (host === '') throw new UsageError(`${address} is no address to listen on: write HOST:PORT, such as 127.0.0.1:9403`);
  const handler: Handler = ({ path }) => Promise.resolve(routes[path.split('?', 1)[0] ?? '']?.() ?? text(404, '404 page not found\n'));
  try {
    return await network.listen({ host: host.replace(/^\[|\]$/g, ''), port: Number(port) }, handler);
  } catch (error) {
    throw new CommandError(`cannot listen on ${address}: ${errorCode(error) ?? messageOf(error)}`, { cause: error });
  }
}

function readiness({ ready }: RunningSigners): HttpResponse {
  return ready ? text(200, 'ok') : text(503, 'not ready: the caches are not filled, or another replica leads\n');
}

function text(status: number, body: string, type = 'text/plain; charset=utf-8'): HttpResponse {
  return { status, headers: { 'content-type': type }, body: new TextEncoder().encode(body) };
}

import type { Listener, Network } from '../../base/env/ports';
import type { Credentials } from '../authority';
import type { UpstreamName, Upstreams } from './upstreams';

const PATHS: Readonly<Record<UpstreamName, string>> = { acme: '/dir', vault: '', 'venafi-tpp': '/vedsdk', 'venafi-cloud': '' };

export interface ServedUpstreams {
  /** Address of each, as its clients are configured with it. */
  readonly urls: Readonly<Record<UpstreamName, string>>;
  close(): Promise<void>;
}

/** Opens the authorities to clients outside, on loopback and with the lab's own certificate. None of them is made before it is asked. */
export async function serveUpstreams(upstreams: Upstreams, network: Network, { certificate, key }: Credentials): Promise<ServedUpstreams> {
  const names = Object.keys(PATHS) as UpstreamName[];
  const options = { host: '127.0.0.1', port: 0, tls: { cert: certificate, key } };
  const opened = await Promise.all(
    names.map(async (name): Promise<[UpstreamName, Listener]> => [name, await network.listen(options, upstreams.handler(name))]),
  );
  return {
    urls: Object.fromEntries(opened.map(([name, { url }]) => [name, `${url}${PATHS[name]}`])) as Record<UpstreamName, string>,
    async close() {
      await Promise.all(opened.map(([, listener]) => listener.close()));
    },
  };
}

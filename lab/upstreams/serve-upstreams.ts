import type { Listener, Network } from '../../base/env/ports';
import type { Credentials } from '../authority';
import type { UpstreamName, Upstreams } from './upstreams';

const PATHS: Readonly<Record<UpstreamName, string>> = { acme: '/dir', vault: '', 'venafi-tpp': '/vedsdk', 'venafi-cloud': '' };

export interface ServedUpstreams {
  /** Address of each, as its clients are configured with it. */
  readonly urls: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Opens the authorities to clients outside, on loopback and with the lab's own certificate. None of them is made before it is asked. */
export async function serveUpstreams(upstreams: Upstreams, network: Network, { certificate, key }: Credentials): Promise<ServedUpstreams> {
  const names = Object.keys(PATHS) as UpstreamName[];
  const options = { host: '127.0.0.1', port: 0, tls: { cert: certificate, key } };
  const opened = await Promise.all(
    names.map(async (name): Promise<[UpstreamName, Listener]> => [name, await network.listen(options, upstreams.handler(name))]),
  );
  const dns = await network.listenDns?.({ host: '127.0.0.1', port: 0 }, (message, transport) => upstreams.dns.handle(message, transport));
  return {
    urls: {
      ...Object.fromEntries(opened.map(([name, { url }]) => [name, `${url}${PATHS[name]}`])),
      ...(dns === undefined ? {} : { dns: `dns://${dns.host}:${dns.port}` }),
    },
    async close() {
      await Promise.all([...opened.map(([, listener]) => listener.close()), dns?.close()]);
    },
  };
}

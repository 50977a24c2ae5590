import type { Handler } from '../../../base/env/http';
import type { Listener, ListenOptions, Network } from '../../../base/env/ports';

export interface AuthorityListeners {
  readonly protocol: Listener;
  readonly control: Listener;
  close(): Promise<void>;
}

export interface ServeAuthorityOptions {
  readonly network: Pick<Network, 'listen'>;
  readonly handle: Handler;
  readonly control: Handler;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, which picks a free one */
  readonly port?: number;
  /** Always on loopback. @default 0 */
  readonly controlPort?: number;
  /** @default plain HTTP */
  readonly tls?: ListenOptions['tls'];
  /** Told when the address can be reached from other machines. */
  readonly warn?: (message: string) => void;
}

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** Opens an authority's two addresses: the protocol's, and the control surface's, which is served to this machine only. */
export async function serveAuthority(options: ServeAuthorityOptions): Promise<AuthorityListeners> {
  const { network, handle, control, host = '127.0.0.1', port = 0, controlPort = 0, tls, warn } = options;
  warnOfReach(host, warn);
  const protocol = await network.listen({ host, port, ...(tls === undefined ? {} : { tls }) }, handle);
  const steering = await network.listen({ host: '127.0.0.1', port: controlPort }, control);
  return {
    protocol,
    control: steering,
    close: async () => {
      await Promise.all([protocol.close(), steering.close()]);
    },
  };
}

export function warnOfReach(host: string, warn?: (message: string) => void): void {
  if (LOOPBACK.test(host)) return;
  warn?.(`This is a test authority without any security, and ${host} can be reached from other machines. Use 127.0.0.1 instead.`);
}

import { getServers } from 'node:dns';
import { urlHost } from '../../go/address';
import type { Network } from '../ports';
import { dialTls } from './dial-tls';
import { exchangeDns } from './exchange-dns';
import { listen } from './listen';
import { listenDns } from './listen-dns';
import { undiciFetch } from './fetch';

/** Real sockets. What a request needs is loaded with the first one, so that a lab without network starts without it. */
export function systemNetwork(): Network {
  return {
    fetch: undiciFetch(),
    ...{ listen, listenDns, exchangeDns, dialTls },
    nameservers: () => getServers().map(withPort),
    async resolve(name) {
      const { lookup } = await import('node:dns/promises');
      const found = await lookup(name, { all: true, order: 'verbatim' });
      return found.map(({ address }) => address);
    },
  };
}

// Node writes the port only where it is another than 53.
function withPort(server: string): string {
  if (server.startsWith('[') || /^[^:]*:\d+$/.test(server)) return server;
  return `${urlHost(server)}:53`;
}

import type { Network } from '../ports';
import { listen } from './listen';
import { undiciFetch } from './fetch';

/** Real sockets. What a request needs is loaded with the first one, so that a lab without network starts without it. */
export function systemNetwork(): Network {
  return {
    fetch: undiciFetch(),
    listen,
    async resolve(name) {
      const { lookup } = await import('node:dns/promises');
      const found = await lookup(name, { all: true, order: 'verbatim' });
      return found.map(({ address }) => address);
    },
    async resolveTxt(name) {
      const { resolveTxt } = await import('node:dns/promises');
      const found = await resolveTxt(name).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && (error.code === 'ENODATA' || error.code === 'ENOTFOUND')) return [];
        throw error;
      });
      return found.map((parts) => parts.join(''));
    },
  };
}

import type { RandomStream } from '../../../base/env/ports';

/** What an address of the authority is for; also the operations that faults are matched with. */
export type Operation =
  | 'directory'
  | 'newNonce'
  | 'newAccount'
  | 'account'
  | 'orders'
  | 'newOrder'
  | 'order'
  | 'authorization'
  | 'challenge'
  | 'finalize'
  | 'certificate'
  | 'revokeCert'
  | 'keyChange'
  | 'renewalInfo';

export interface Route {
  readonly operation: Operation;
  /** What follows the operation's path; empty for those that have no objects. */
  readonly id: string;
}

export interface Paths {
  of(operation: Operation, id?: string): string;
  /** `path` without a query. */
  route(path: string): Route | undefined;
}

// Unlike any production server's, so that a client that builds addresses instead of reading them is found out.
const WORDS: Readonly<Record<Exclude<Operation, 'directory'>, string>> = {
  newNonce: 'fresh-nonce',
  newAccount: 'join-us',
  account: 'member',
  orders: 'orders-of',
  newOrder: 'want-certificate',
  order: 'wish',
  authorization: 'proof',
  challenge: 'riddle',
  finalize: 'seal',
  certificate: 'paper',
  revokeCert: 'take-back',
  keyChange: 'swap-key',
  renewalInfo: 'when-again',
};

const WITHOUT_ID: ReadonlySet<Operation> = new Set(['directory', 'newNonce', 'newAccount', 'newOrder', 'revokeCert', 'keyChange']);

/** The directory is at `/dir`; every other address differs from seed to seed. */
export function acmePaths(random: RandomStream): Paths {
  const words = Object.entries(WORDS).map(([operation, word]) => {
    const suffix = random.integer(0x10000).toString(16).padStart(4, '0');
    return [operation as Operation, `${word}-${suffix}`] as const;
  });
  const byOperation = new Map<Operation, string>([['directory', 'dir'], ...words]);
  const byWord = new Map([...byOperation].map(([operation, word]) => [word, operation]));
  return {
    of: (operation, id = '') => `/${byOperation.get(operation) ?? ''}${id === '' ? '' : `/${id}`}`,
    route(path) {
      const [, word = '', ...rest] = path.split('/');
      const operation = byWord.get(word);
      const id = rest.join('/');
      return operation === undefined || WITHOUT_ID.has(operation) !== (id === '') ? undefined : { operation, id };
    },
  };
}

import { encodeBase64Url } from '../../../base/base64url';
import type { Clock, RandomStream } from '../../../base/env/ports';
import type { TokenRole, VaultConfig } from './config';
import { VaultFault, wrapped } from './reply';

export interface Token {
  readonly id: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Seconds it was made for; 0 never ends. */
  readonly ttl: number;
  readonly expires: number;
  readonly metadata: Readonly<Record<string, string>>;
  /** Of who has logged in; empty for tokens that were made by another. */
  readonly entityId: string;
}

const DEFAULT_TTL = 32 * 24 * 3600;

/** What every token may read, or write. */
const DEFAULT_PATHS: readonly (readonly [path: string, isWrite: boolean])[] = [
  ['auth/token/lookup-self', false],
  ['auth/token/renew-self', true],
  ['auth/token/revoke-self', true],
  ['sys/capabilities-self', true],
];

/** The tokens of one namespace and what they may do. */
export class Tokens {
  private readonly tokens = new Map<string, Token>();

  constructor(
    private readonly config: VaultConfig,
    private readonly clock: Clock,
    private readonly random: RandomStream,
  ) {
    for (const [id, role] of Object.entries(config.tokens ?? {})) this.add(id, role, { metadata: {}, entityId: '' });
  }

  /** Of somebody who has logged in, and is an entity of their own. */
  create(role: TokenRole, metadata: Token['metadata']): Token {
    return this.add(`s.${encodeBase64Url(this.random.bytes(18))}`, role, { metadata, entityId: this.random.uuid() });
  }

  /** Throws what Vault says to somebody it does not know, or who may not. */
  admit(id: string, path: string, isWrite: boolean): Token {
    const token = this.valid(id);
    if (this.mayUse(token, path) || DEFAULT_PATHS.some(([known, writes]) => known === path && writes === isWrite)) return token;
    throw new VaultFault(403, wrapped('permission denied'));
  }

  /** Whether a policy of the token covers the path. */
  mayUse({ policies }: Token, path: string): boolean {
    if (policies.includes('root')) return true;
    return policies.flatMap((policy) => this.config.policies?.[policy] ?? []).some((pattern) => covers(pattern, path));
  }

  /** Throws for a token that has no end. */
  renew({ id }: Token): Token {
    const token = this.valid(id);
    if (token.ttl === 0) throw new VaultFault(400, 'lease is not renewable');
    const renewed = { ...token, expires: this.end(token.ttl) };
    this.tokens.set(id, renewed);
    return renewed;
  }

  revoke(id: string): void {
    this.tokens.delete(id);
  }

  list(): readonly Token[] {
    return [...this.tokens.values()];
  }

  private valid(id: string): Token {
    const token = this.tokens.get(id);
    if (token === undefined || token.expires <= this.clock.now()) throw new VaultFault(403, 'permission denied');
    return token;
  }

  private add(id: string, { policies, ttl = DEFAULT_TTL }: TokenRole, who: Pick<Token, 'metadata' | 'entityId'>): Token {
    const accessor = encodeBase64Url(this.random.bytes(18));
    const token = { id, accessor, policies, created: this.clock.now(), ttl, expires: this.end(ttl), ...who };
    this.tokens.set(id, token);
    return token;
  }

  private end(ttl: number): number {
    return ttl === 0 ? Infinity : this.clock.now() + ttl * 1000;
  }
}

export function covers(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

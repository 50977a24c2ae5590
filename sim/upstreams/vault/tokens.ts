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
}

const DEFAULT_TTL = 32 * 24 * 3600;

/** What every token may do. */
const DEFAULT_PATHS: readonly string[] = [
  'auth/token/lookup-self',
  'auth/token/renew-self',
  'auth/token/revoke-self',
  'sys/capabilities-self',
];

/** The tokens of one namespace and what they may do. */
export class Tokens {
  private readonly tokens = new Map<string, Token>();

  constructor(
    private readonly config: VaultConfig,
    private readonly clock: Clock,
    private readonly random: RandomStream,
  ) {
    for (const [id, role] of Object.entries(config.tokens ?? {})) this.add(id, role, {});
  }

  create(role: TokenRole, metadata: Token['metadata']): Token {
    return this.add(`s.${encodeBase64Url(this.random.bytes(18))}`, role, metadata);
  }

  /** Throws what Vault says to somebody it does not know, or who may not. */
  admit(id: string, path: string): Token {
    const token = this.valid(id);
    const policies = [...DEFAULT_PATHS, ...token.policies.flatMap((policy) => this.config.policies?.[policy] ?? [])];
    if (token.policies.includes('root') || policies.some((pattern) => covers(pattern, path))) return token;
    throw new VaultFault(403, wrapped('permission denied'));
  }

  renew({ id }: Token): Token {
    const token = this.valid(id);
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

  private add(id: string, { policies, ttl = DEFAULT_TTL }: TokenRole, metadata: Token['metadata']): Token {
    const accessor = encodeBase64Url(this.random.bytes(18));
    const token = { id, accessor, policies, created: this.clock.now(), ttl, expires: this.end(ttl), metadata };
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

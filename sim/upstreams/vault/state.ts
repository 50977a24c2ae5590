import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random } from '../../../base/env/ports';
import { createTestCa } from '../common';
import type { TestCa } from '../common';
import type { VaultConfig } from './config';
import { Tokens } from './tokens';

/** A certificate as the state shows it. */
export interface IssuedByVault {
  readonly namespace: string;
  readonly mount: string;
  readonly serialNumber: string;
  readonly certificate: string;
}

/** What exists in one namespace. */
export interface Domain {
  readonly name: string;
  readonly config: VaultConfig;
  readonly tokens: Tokens;
  /** By mount path. */
  readonly authorities: ReadonlyMap<string, TestCa>;
}

export type SealState = 'active' | 'standby' | 'sealed' | 'uninitialized' | 'performance-standby' | 'dr-secondary';

/** Everything that a simulated Vault remembers. */
export class VaultState {
  /** What `sys/health` tells; sealed and uninitialized ones answer nothing else. */
  seal: SealState = 'active';
  readonly issued: IssuedByVault[] = [];
  readonly domains: ReadonlyMap<string, Domain>;

  constructor(configs: Readonly<Record<string, VaultConfig>>, tools: { clock: Clock; random: Random; crypto: CryptoPort }) {
    this.domains = new Map(Object.entries(configs).map(([name, config]) => [name, domain(name, config, tools)]));
  }
}

function domain(
  name: string,
  config: VaultConfig,
  { clock, random, crypto }: { clock: Clock; random: Random; crypto: CryptoPort },
): Domain {
  const authorities = Object.entries(config.pki ?? {}).map(([path, { lifetime, rootOnly = false }]): [string, TestCa] => {
    const options = { clock, random: random.stream('vault-pki', `${name}/${path}`), crypto, label: `Vault ${path}`, rootOnly };
    return [path, createTestCa(lifetime === undefined ? options : { ...options, lifetime })];
  });
  return { name, config, tokens: new Tokens(config, clock, random.stream('vault-tokens', name)), authorities: new Map(authorities) };
}

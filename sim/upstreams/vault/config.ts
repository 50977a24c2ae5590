/** What a Vault has been set up with: one of these for each namespace. Absent members are empty. */
export interface VaultConfig {
  /** By mount path: `pki`. */
  readonly pki?: Readonly<Record<string, PkiMount>>;
  /** Path patterns that each policy allows; a `*` at the end stands for anything. The policy `root` allows everything. */
  readonly policies?: Readonly<Record<string, readonly string[]>>;
  /** Tokens that are there from the beginning, by their text. */
  readonly tokens?: Readonly<Record<string, TokenRole>>;
  /** By mount path below `auth/`, then by role. */
  readonly appRole?: Readonly<Record<string, Readonly<Record<string, AppRole>>>>;
  readonly kubernetes?: Readonly<Record<string, Readonly<Record<string, KubernetesRole>>>>;
  readonly certificate?: Readonly<Record<string, Readonly<Record<string, CertificateRole>>>>;
}

export interface TokenRole {
  readonly policies: readonly string[];
  /** Seconds. @default 32 days; 0 never ends */
  readonly ttl?: number;
}

export interface AppRole extends TokenRole {
  readonly roleId: string;
  readonly secretIds: readonly string[];
}

export interface KubernetesRole extends TokenRole {
  /** `*` allows every one. */
  readonly boundNames: readonly string[];
  readonly boundNamespaces: readonly string[];
  /** Asked of the token; @default none */
  readonly audience?: string;
}

export interface CertificateRole extends TokenRole {
  /** PEM of the client's certificate, or of the authority that signed it. */
  readonly certificate: string;
}

export interface PkiMount {
  /** By name. */
  readonly roles: Readonly<Record<string, PkiRole>>;
  /** Seconds that the issuing certificate is good for. @default five years */
  readonly lifetime?: number;
  /** The root issues itself. @default false */
  readonly rootOnly?: boolean;
  /** Seconds; the longest that anything may be asked for. @default ten years */
  readonly maxTtl?: number;
}

/** As in Vault's API, with its defaults. */
export interface PkiRole {
  readonly allowed_domains?: readonly string[];
  readonly allow_bare_domains?: boolean;
  readonly allow_subdomains?: boolean;
  readonly allow_glob_domains?: boolean;
  readonly allow_any_name?: boolean;
  /** @default true */
  readonly allow_wildcard_certificates?: boolean;
  /** @default true */
  readonly allow_localhost?: boolean;
  /** @default true */
  readonly enforce_hostnames?: boolean;
  /** @default true */
  readonly allow_ip_sans?: boolean;
  /** Patterns with `*`. @default none is allowed */
  readonly allowed_uri_sans?: readonly string[];
  /** @default true */
  readonly require_cn?: boolean;
  /** @default true */
  readonly use_csr_common_name?: boolean;
  /** @default true */
  readonly use_csr_sans?: boolean;
  /** @default rsa */
  readonly key_type?: 'rsa' | 'ec' | 'ed25519' | 'any';
  /** The least. @default 2048 for RSA, 256 for EC */
  readonly key_bits?: number;
  /** Seconds, of who asks for no time. @default 32 days */
  readonly ttl?: number;
  /** Seconds. @default the mount's */
  readonly max_ttl?: number;
  readonly ou?: readonly string[];
  readonly organization?: readonly string[];
}

/** A Vault that signs for `example.com` and below, and for anybody who knows the token `csrlab-vault-token`. */
export const DEFAULT_CONFIG: VaultConfig = {
  pki: {
    pki: {
      roles: {
        example: { allowed_domains: ['example.com'], allow_subdomains: true, allow_bare_domains: true, key_type: 'any' },
        any: { allow_any_name: true, enforce_hostnames: false, allowed_uri_sans: ['*'], require_cn: false, key_type: 'any' },
      },
    },
  },
  policies: { signer: ['pki/sign/*', 'pki/sign-verbatim*', 'pki/issuer/*'] },
  tokens: { 'csrlab-vault-token': { policies: ['signer'], ttl: 0 }, 'csrlab-vault-root': { policies: ['root'], ttl: 0 } },
  appRole: { approle: { csrlab: { roleId: 'csrlab-role', secretIds: ['csrlab-secret'], policies: ['signer'] } } },
  kubernetes: { kubernetes: { csrlab: { boundNames: ['*'], boundNamespaces: ['*'], policies: ['signer'], ttl: 3600 } } },
};

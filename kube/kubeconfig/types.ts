/** A kubeconfig file, as far as this project reads and writes it. Files it names are paths, relative to the file's own folder. */
export interface KubeConfig {
  readonly currentContext: string;
  readonly clusters: readonly NamedCluster[];
  readonly users: readonly NamedUser[];
  readonly contexts: readonly NamedContext[];
}

export interface NamedCluster {
  readonly name: string;
  readonly server: string;
  /** PEM. */
  readonly certificateAuthorityData?: string;
  readonly certificateAuthority?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
}

export interface NamedUser {
  readonly name: string;
  readonly token?: string;
  readonly tokenFile?: string;
  /** PEM. */
  readonly clientCertificateData?: string;
  readonly clientCertificate?: string;
  /** PEM. */
  readonly clientKeyData?: string;
  readonly clientKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** Impersonation: `as`, `as-uid`, `as-groups`. */
  readonly impersonate?: { readonly user: string; readonly uid?: string; readonly groups?: readonly string[] };
}

export interface NamedContext {
  readonly name: string;
  readonly cluster: string;
  readonly user: string;
  readonly namespace?: string;
}

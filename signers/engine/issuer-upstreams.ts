/** The parts of an Issuer that speak of a server somewhere: ACME, Vault and Venafi. */

export interface LocalReference {
  name?: string;
}

export interface SecretKeySelector extends LocalReference {
  key?: string;
}

export interface ServiceAccountReference extends LocalReference {
  audiences?: string[];
}

export interface VaultIssuer {
  server?: string;
  serverName?: string;
  path?: string;
  namespace?: string;
  caBundle?: string;
  caBundleSecretRef?: SecretKeySelector;
  clientCertSecretRef?: SecretKeySelector;
  clientKeySecretRef?: SecretKeySelector;
  auth?: VaultAuth;
}

export interface VaultAuth {
  tokenSecretRef?: SecretKeySelector;
  appRole?: { path?: string; roleId?: string; secretRef?: SecretKeySelector };
  clientCertificate?: { mountPath?: string; secretName?: string; name?: string };
  kubernetes?: { mountPath?: string; role?: string; secretRef?: SecretKeySelector; serviceAccountRef?: ServiceAccountReference };
  aws?: { mountPath?: string; role?: string; region?: string; iamRoleArn?: string; serviceAccountRef?: ServiceAccountReference };
}

export interface VenafiIssuer {
  zone?: string;
  tpp?: { url?: string; credentialsRef?: LocalReference; caBundle?: string; caBundleSecretRef?: SecretKeySelector };
  cloud?: { url?: string; apiTokenSecretRef?: SecretKeySelector };
  ngts?: { url?: string; tsgID?: string; credentialsRef?: LocalReference };
}

export interface AcmeIssuer {
  server?: string;
  email?: string;
  preferredChain?: string;
  profile?: string;
  caBundle?: string;
  skipTLSVerify?: boolean;
  privateKeySecretRef?: SecretKeySelector;
  disableAccountKeyGeneration?: boolean;
  enableDurationFeature?: boolean;
  externalAccountBinding?: { keyID?: string; keySecretRef?: SecretKeySelector; keyAlgorithm?: string };
  solvers?: AcmeSolver[];
}

export interface AcmeSolver {
  selector?: { matchLabels?: Record<string, string>; dnsNames?: string[]; dnsZones?: string[] };
  waitInsteadOfSelfCheck?: string;
  http01?: Http01Solver;
  dns01?: Dns01Solver;
}

export interface Http01Solver {
  ingress?: { class?: string; ingressClassName?: string; name?: string; serviceType?: string };
  gatewayHTTPRoute?: { serviceType?: string; labels?: Record<string, string>; parentRefs?: { name?: string; kind?: string }[] };
}

export interface Dns01Solver {
  cnameStrategy?: string;
  akamai?: {
    accessTokenSecretRef?: SecretKeySelector;
    clientSecretSecretRef?: SecretKeySelector;
    clientTokenSecretRef?: SecretKeySelector;
    serviceConsumerDomain?: string;
  };
  azureDNS?: { clientSecretSecretRef?: SecretKeySelector };
  cloudDNS?: { project?: string; serviceAccountSecretRef?: SecretKeySelector };
  cloudflare?: { email?: string; apiKeySecretRef?: SecretKeySelector; apiTokenSecretRef?: SecretKeySelector };
  route53?: { accessKeyIDSecretRef?: SecretKeySelector; secretAccessKeySecretRef?: SecretKeySelector };
  acmeDNS?: { host?: string; accountSecretRef?: SecretKeySelector };
  digitalocean?: { tokenSecretRef?: SecretKeySelector };
  rfc2136?: { nameserver?: string; tsigSecretSecretRef?: SecretKeySelector };
  webhook?: { groupName?: string; solverName?: string };
}

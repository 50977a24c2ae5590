import type { Issuer } from '../engine/issuer';
import { issuerType } from '../engine/issuer';
import type { AcmeIssuer, AcmeSolver, LocalReference, SecretKeySelector, VaultIssuer, VenafiIssuer } from '../engine/issuer-upstreams';

/** Names of the Secrets whose changes set an issuer up again; all lie in its resource namespace. */
export function watchedSecrets(issuer: Issuer): string[] {
  const spec = issuer.spec ?? {};
  const type = issuerType(issuer);
  if (type === 'ca') return named([{ name: spec.ca?.secretName ?? '' }]);
  if (type === 'vault') return named(vaultSecrets(spec.vault ?? {}));
  if (type === 'venafi') return named(venafiSecrets(spec.venafi ?? {}));
  return type === 'acme' ? named(acmeSecrets(spec.acme ?? {})) : [];
}

/** The Secrets of a DNS-01 solver, in the order in which they are verified. */
export function solverSecrets({ dns01 = {} }: AcmeSolver): SecretKeySelector[] {
  const { akamai, azureDNS, cloudDNS, cloudflare, route53, acmeDNS, digitalocean, rfc2136 } = dns01;
  const selectors = [
    akamai?.accessTokenSecretRef,
    akamai?.clientSecretSecretRef,
    akamai?.clientTokenSecretRef,
    azureDNS?.clientSecretSecretRef,
    cloudDNS?.serviceAccountSecretRef,
    cloudflare?.apiKeySecretRef,
    cloudflare?.apiTokenSecretRef,
    route53?.secretAccessKeySecretRef,
    route53?.accessKeyIDSecretRef,
    acmeDNS?.accountSecretRef,
    digitalocean?.tokenSecretRef,
    rfc2136?.tsigSecretSecretRef,
  ];
  return selectors.filter((selector): selector is SecretKeySelector => (selector?.name ?? '') !== '');
}

// The client certificate of a Vault issuer is, as upstream, not watched.
function vaultSecrets({ auth = {}, caBundleSecretRef }: VaultIssuer): (LocalReference | undefined)[] {
  return [auth.tokenSecretRef, auth.appRole?.secretRef, auth.kubernetes?.secretRef, caBundleSecretRef];
}

function venafiSecrets({ tpp, cloud, ngts }: VenafiIssuer): (LocalReference | undefined)[] {
  return [tpp?.credentialsRef, tpp?.caBundleSecretRef, cloud?.apiTokenSecretRef, ngts?.credentialsRef];
}

function acmeSecrets({ privateKeySecretRef, externalAccountBinding, solvers = [] }: AcmeIssuer): (LocalReference | undefined)[] {
  return [privateKeySecretRef, externalAccountBinding?.keySecretRef, ...solvers.flatMap(solverSecrets)];
}

function named(references: readonly (LocalReference | undefined)[]): string[] {
  return [...new Set(references.map((reference) => reference?.name ?? ''))].filter((name) => name !== '');
}

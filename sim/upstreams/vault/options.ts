import type { CryptoPort } from '../../../base/env/crypto';
import type { Clock, Random } from '../../../base/env/ports';
import type { KubeClient } from '../../../kube';
import type { TokenReview } from '../../../kube/types/authentication';
import type { VaultConfig } from './config';

export interface VaultServerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoPort;
  /** @default signs for `example.com` and below */
  readonly config?: VaultConfig;
  /** Other namespaces by their names, each with nothing of the first. @default none */
  readonly namespaces?: Readonly<Record<string, VaultConfig>>;
  /** Reviews the tokens of Kubernetes logins. @default nobody gets in that way */
  readonly reviewToken?: ReviewToken;
  /** @default 2.7.2 */
  readonly version?: string;
}

/** Who a token belongs to; undefined when it is not good for any of the audiences (none: the server's own). */
export type ReviewToken = (
  token: string,
  audiences: readonly string[],
) => Promise<{ readonly user: string; readonly uid: string } | undefined>;

const TOKEN_REVIEWS = { group: 'authentication.k8s.io', version: 'v1', resource: 'tokenreviews' };

/**
 * Asks an API server. A login that names no audience gives the ones in the token, as Vault's plugin does without its own: what the
 * signing engine puts there is Vault's address, which no API server knows.
 */
export function reviewByCluster(client: KubeClient): ReviewToken {
  return async (token, audiences) => {
    const asked = audiences.length > 0 ? audiences : audiencesIn(token);
    const review: TokenReview = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      metadata: {},
      spec: { token, ...(asked.length === 0 ? {} : { audiences: [...asked] }) },
    };
    const { status = {} } = await client.create(TOKEN_REVIEWS, review);
    if (status.authenticated !== true) return undefined;
    return { user: status.user?.username ?? '', uid: status.user?.uid ?? '' };
  };
}

function audiencesIn(token: string): readonly string[] {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { aud } = JSON.parse(atob(payload)) as { readonly aud?: unknown };
    return [aud].flat().filter((audience): audience is string => typeof audience === 'string');
  } catch {
    return [];
  }
}

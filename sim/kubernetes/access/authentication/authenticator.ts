import type { Clock } from '../../../../base/env/ports';
import type { HttpHeaders, Peer } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import type { ObjectReader } from '../../model/action';
import type { UserInfo } from '../../model/request-context';
import { bearerCredential, webSocketCredential } from './bearer';
import type { ClientCertificates } from './client-certificate';
import type { ServiceAccountTokens, TokenVerdict } from './service-account-tokens';
import { ANONYMOUS, authenticatedUser } from './user';

export interface AuthenticatorOptions {
  readonly clock: Clock;
  /** Where service accounts and what their tokens are bound to are looked up. */
  readonly objects: ObjectReader;
  readonly staticTokens?: ReadonlyMap<string, UserInfo>;
  readonly serviceAccounts?: ServiceAccountTokens;
  readonly clientCertificates?: ClientCertificates;
  /** What the server's own tokens are for. Default: the audiences of the service accounts' tokens. */
  readonly audiences?: readonly string[];
  /** Whether a caller without credentials is `system:anonymous`. Default true; otherwise 401. */
  readonly anonymous?: boolean;
}

/** Who a set of credentials stands for, and for which audiences; or why nobody. */
export type Identity = { readonly user: UserInfo; readonly audiences: readonly string[] } | { readonly error: string };

export interface Authenticator {
  readonly audiences: readonly string[];
  /** The caller, anonymous ones included. Credentials that are presented and wrong throw 401. `warn` adds a Warning header. */
  authenticate(headers: HttpHeaders, peer: Peer, warn: (text: string) => void): UserInfo;
  /** What a request with nothing but this bearer token would be: TokenReview. */
  identify(token: string, audiences: readonly string[]): Identity;
}

const INVALID_TOKEN = 'invalid bearer token';

/** Client certificate, then bearer token, then token in a WebSocket's protocols: the first that succeeds wins, any failure alone is 401. */
export function authenticator(options: AuthenticatorOptions): Authenticator {
  const { clock, objects, staticTokens, serviceAccounts, clientCertificates, anonymous = true } = options;
  const audiences = options.audiences ?? serviceAccounts?.audiences ?? [];
  const trusted = new WeakMap<NonNullable<Peer['user']>, UserInfo>();

  const byToken = (token: string, requested: readonly string[]): TokenVerdict => {
    const user = staticTokens?.get(token);
    const shared = audiences.filter((audience) => requested.includes(audience));
    if (user !== undefined && (shared.length > 0 || audiences.length === 0)) return { user, audiences: shared };
    const verdict = serviceAccounts?.authenticate(token, requested, objects, clock.now());
    return verdict !== undefined && 'error' in verdict ? { error: `[${INVALID_TOKEN}, ${verdict.error}]` } : verdict;
  };

  const byHeaders = (headers: HttpHeaders, requested: readonly string[], warn: (text: string) => void): TokenVerdict => {
    const errors: string[] = [];
    for (const credential of [bearerCredential(headers, warn), webSocketCredential(headers)]) {
      if (credential === undefined) continue;
      const verdict = 'error' in credential ? credential : (byToken(credential.token, requested) ?? { error: INVALID_TOKEN });
      if ('user' in verdict) return verdict;
      errors.push(verdict.error);
    }
    return errors[0] === undefined ? undefined : { error: errors[0] };
  };

  const trustedUser = (user: NonNullable<Peer['user']>): UserInfo => {
    const known = trusted.get(user) ?? authenticatedUser(user);
    trusted.set(user, known);
    return known;
  };

  return {
    audiences,
    authenticate(headers, peer, warn) {
      if (peer.user !== undefined) return trustedUser(peer.user);
      const { clientCertificate } = peer;
      const certificate = clientCertificate === undefined ? undefined : clientCertificates?.identify(clientCertificate, clock.now());
      if (certificate !== undefined && 'user' in certificate) return certificate.user;
      const verdict = byHeaders(headers, audiences, warn);
      if (verdict !== undefined && 'user' in verdict) return verdict.user;
      if (certificate !== undefined || verdict !== undefined || !anonymous) throw ApiError.unauthorized();
      return ANONYMOUS;
    },
    identify(token, requested) {
      const verdict = byHeaders({ authorization: `Bearer ${token}` }, requested, () => undefined);
      if (verdict !== undefined) return verdict;
      return anonymous ? { user: ANONYMOUS, audiences: requested } : { error: '' };
    },
  };
}

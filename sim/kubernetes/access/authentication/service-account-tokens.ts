import type { CryptoPort } from '../../../../base/env/crypto';
import type { ObjectReader } from '../../model/action';
import type { UserInfo } from '../../model/request-context';
import { quoteList } from '../rbac/coverage';
import { parseJwt, signJwt, verifyJwt, type JwtPublicKey, type JwtSigningKey } from './jwt';
import { claimsFromJson, claimsToJson, type ServiceAccountClaims } from './service-account-claims';
import { tokenProblem } from './token-problem';
import { authenticatedUser, serviceAccountGroups } from './user';

/** Somebody, for the audiences that the token and the question share; or why not; or undefined for a token of another kind. */
export type TokenVerdict = { readonly user: UserInfo; readonly audiences: readonly string[] } | { readonly error: string } | undefined;

export interface ServiceAccountTokensOptions {
  readonly crypto: CryptoPort;
  /** The `iss` of new tokens, and the only one accepted. */
  readonly issuer: string;
  /** What tokens are for when the request names nothing. Default: the issuer. */
  readonly audiences?: readonly string[];
  readonly signingKey: JwtSigningKey;
  /** Requests for longer-lived tokens are shortened, with a warning (seconds). Default: no limit. */
  readonly maxExpiration?: number;
  /** Older keys whose tokens are still accepted. */
  readonly formerKeys?: readonly JwtPublicKey[];
}

export interface ServiceAccountTokens {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly keys: readonly JwtPublicKey[];
  readonly maxExpiration?: number;
  issue(claims: Omit<ServiceAccountClaims, 'issuer'>): string;
  /** `now` in milliseconds. What the token depends on is looked up each time. */
  authenticate(token: string, audiences: readonly string[], objects: ObjectReader, now: number): TokenVerdict;
}

/** A token whose signature was found good, with the user it stands for. */
interface KnownToken {
  readonly claims: ServiceAccountClaims;
  readonly user: UserInfo;
}

// Verifying costs more than everything else; tokens are few, and forgetting some only costs time.
const MOST_KNOWN = 10_000;

const SIGNATURE_ERROR = 'go-jose/go-jose: error in cryptographic primitive';

export function serviceAccountTokens(options: ServiceAccountTokensOptions): ServiceAccountTokens {
  const { crypto, issuer, signingKey } = options;
  const implicit = options.audiences ?? [issuer];
  const keys: readonly JwtPublicKey[] = [signingKey, ...(options.formerKeys ?? [])];
  const known = new Map<string, KnownToken>();

  const verified = (token: string): KnownToken | { readonly error: string } | undefined => {
    const before = known.get(token);
    if (before !== undefined) return before;
    const jwt = parseJwt(token);
    if (jwt?.claims.iss !== issuer) return undefined;
    const candidates = jwt.keyId === '' ? keys : keys.filter((key) => key.id === jwt.keyId);
    if (candidates.length === 0) return { error: 'invalid signature, no keys found' };
    if (!candidates.some((key) => verifyJwt(crypto, key, jwt))) return { error: SIGNATURE_ERROR };
    const claims = claimsFromJson(jwt.claims);
    const fresh = { claims, user: userOfToken(claims) };
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(token, fresh);
    return fresh;
  };

  return {
    issuer,
    audiences: implicit,
    keys,
    ...(options.maxExpiration === undefined ? {} : { maxExpiration: options.maxExpiration }),
    issue: (claims) => signJwt(crypto, signingKey, claimsToJson({ ...claims, issuer })),
    authenticate(token, requested, objects, now) {
      const found = verified(token);
      if (found === undefined || 'error' in found) return found;
      const { claims, user } = found;
      const carried = claims.audiences.length === 0 ? implicit : claims.audiences;
      const audiences = carried.filter((audience) => requested.includes(audience));
      if (audiences.length === 0) {
        return { error: `token audiences ${quoteList(carried)} is invalid for the target audiences ${quoteList(requested)}` };
      }
      const error = tokenProblem(claims, objects, now);
      return error === undefined ? { user, audiences } : { error };
    },
  };
}

function userOfToken({ namespace, account, pod, node, id }: ServiceAccountClaims): UserInfo {
  const key = (name: string): string => `authentication.kubernetes.io/${name}`;
  const podKnown = pod !== undefined && pod.name !== '' && pod.uid !== '';
  return authenticatedUser({
    name: `system:serviceaccount:${namespace}:${account.name}`,
    uid: account.uid,
    groups: serviceAccountGroups(namespace),
    extra: {
      ...(podKnown ? { [key('pod-name')]: [pod.name], [key('pod-uid')]: [pod.uid] } : {}),
      ...(id === '' ? {} : { [key('credential-id')]: [`JTI=${id}`] }),
      ...(node === undefined || node.name === '' ? {} : { [key('node-name')]: [node.name] }),
      ...(node === undefined || node.name === '' || node.uid === '' ? {} : { [key('node-uid')]: [node.uid] }),
    },
  });
}

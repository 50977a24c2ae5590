import type { HttpRequest } from '../../../base/env/http';
import { headerOf, jsonOf, pathOf } from '../common';
import { askedProblem } from './asked-problems';
import type { Authority, Call } from './call';
import { malformed, parseJws, readJwk, verifyJws, type Jws, type JwsKey } from './jws';
import type { Account } from './model';
import type { Nonces } from './nonces';
import type { Route } from './paths';
import { AcmeProblem } from './problem';

/** Lets a POST in: content type, JWS, key, signature, url and nonce are checked in this order, and the nonce is spent. */
export function admit(request: HttpRequest, route: Route, authority: Authority, nonces: Nonces): Call {
  const { options } = authority;
  const base = baseOf(request);
  const url = base + request.path;
  if (headerOf(request, 'content-type') !== 'application/jose+json') {
    throw malformed(`Invalid Content-Type header on POST. Content-Type must be "application/jose+json"`, 415);
  }
  const jws = parseJws(jsonOf(request));
  const signer = signerOf(jws, route, { authority, base });
  verifyJws(jws, signer.account?.key ?? signer.key?.key ?? neverSigned(), options.crypto);
  checkUrl(jws, url);
  nonces.spend(jws.header.nonce);
  const asked = askedProblem(authority, { method: request.method, path: request.path, operation: route.operation });
  if (asked !== undefined) throw asked;
  if (signer.account !== undefined && signer.account.status !== 'valid') {
    throw new AcmeProblem('unauthorized', `Account has been ${signer.account.status}`);
  }
  return { authority, request, ...route, base, url, payload: jws.payload, ...signer };
}

/** As the client wrote it; behind a proxy that is the proxy's. */
export function baseOf(request: HttpRequest): string {
  const scheme = headerOf(request, 'x-forwarded-proto') ?? 'https';
  return `${scheme}://${headerOf(request, 'host') ?? 'localhost'}`;
}

interface Signer {
  readonly account?: Account;
  readonly key?: JwsKey;
}

// RFC 8555 section 6.2: newAccount is signed with the key itself, revocation with either, everything else by key id.
function signerOf({ header }: Jws, { operation }: Route, { authority, base }: { authority: Authority; base: string }): Signer {
  const { jwk, kid } = header;
  if (jwk !== undefined && kid !== undefined) throw malformed('JWS header must contain either a "kid" or a "jwk", not both');
  const mayEmbed = operation === 'newAccount' || operation === 'revokeCert';
  if (jwk !== undefined) {
    if (!mayEmbed) throw malformed('No Key ID in JWS header: this request must be signed by an account');
    return { key: readJwk(jwk, authority.options.crypto) };
  }
  if (operation === 'newAccount') throw malformed('No embedded JWK in JWS header');
  if (typeof kid !== 'string' || kid === '') throw malformed('No Key ID in JWS header');
  return { account: accountOf(kid, authority, base) };
}

function accountOf(kid: string, { paths, state }: Authority, base: string): Account {
  const route = kid.startsWith(base) ? paths.route(pathOf({ path: kid.slice(base.length) })) : undefined;
  const account = route?.operation === 'account' ? state.accounts.get(route.id) : undefined;
  if (account === undefined) throw new AcmeProblem('accountDoesNotExist', `Account "${kid}" not found.`);
  return account;
}

function checkUrl({ header }: Jws, url: string): void {
  if (typeof header.url !== 'string') throw malformed("JWS header parameter 'url' required.");
  if (header.url !== url) throw malformed(`JWS header parameter 'url' incorrect. Expected "${url}", got "${header.url}"`);
}

function neverSigned(): never {
  throw malformed('JWS has no key');
}

import { encodeBase64 } from '../../../base/go';
import type { HttpRequest } from '../../../base/env/http';
import { headerOf } from '../common';
import type { TppCall } from './call';
import { isAtLeast } from './options';
import { badRequest, oauthError, TppFault } from './reply';
import type { TppReply } from './reply';
import type { Grant } from './state';

const IDENTITY = '{500abcf0-8e70-4103-a97b-5a690d4d00d0}';
const LEGACY_LIFETIME = 180_000;
const REFRESH_LIFETIME = 365 * 24 * 3600;

/** POST vedauth/authorize/oauth: user and password for a pair of tokens. */
export function passwordGrant(call: TppCall): TppReply {
  const { body, settings } = call;
  const [clientId, user, scope] = [body.text('client_id'), body.text('username'), body.text('scope')];
  const allowed = settings.applications[clientId];
  if (allowed === undefined) throw oauthError(400, 'invalid_client', `Unknown client_id [${clientId}]`);
  if (settings.users[user] === undefined || settings.users[user] !== body.text('password')) {
    throw oauthError(400, 'invalid_grant', 'Username\\password combination not valid');
  }
  if (!scopesOf(scope).every((one) => allowed.includes(one))) {
    throw new TppFault({ status: 403, reason: 'Failed to issue grant: User is not authorized for the requested scope' });
  }
  return { status: 200, body: { ...tokenBody(granted(call, { clientId, user, scope })), scope, identity: `local:${IDENTITY}` } };
}

/** `certificate:manage,revoke;ssh:manage` as single rights. */
function scopesOf(scope: string): readonly string[] {
  return scope.split(';').flatMap((part) => {
    const [area = '', rights = ''] = part.split(':');
    return rights.split(',').map((right) => `${area.trim()}:${right.trim()}`);
  });
}

/** POST vedauth/authorize/token: a refresh token works once. */
export function refresh(call: TppCall): TppReply {
  const { body, state } = call;
  const found = [...state.grants].find(([, grant]) => grant.refreshToken === body.text('refresh_token'));
  if (found?.[1].clientId !== body.text('client_id')) {
    const reason = 'Grant has been revoked, has expired, or the refresh token is invalid';
    throw new TppFault({ status: 400, reason, body: { error: 'invalid_grant', error_description: reason } });
  }
  state.grants.delete(found[0]);
  return { status: 200, body: tokenBody(granted(call, found[1])) };
}

function granted({ state, clock, random, settings }: TppCall, who: Pick<Grant, 'clientId' | 'user' | 'scope'>): [string, Grant] {
  const token = encodeBase64(random.bytes(24));
  const issued = clock.now();
  const { clientId, user, scope } = who;
  const expires = issued + settings.tokenLifetime * 1000;
  const grant = { clientId, user, scope, refreshToken: encodeBase64(random.bytes(24)), issued, expires };
  state.grants.set(token, grant);
  return [token, grant];
}

function tokenBody([token, { refreshToken, issued, expires }]: [string, Grant]): object {
  return {
    access_token: token,
    refresh_token: refreshToken,
    expires: Math.floor(expires / 1000),
    expires_in: Math.floor((expires - issued) / 1000),
    token_type: 'Bearer',
    refresh_until: Math.floor(issued / 1000) + REFRESH_LIFETIME,
  };
}

/** GET vedauth/authorize/verify. */
export function verify(call: TppCall): TppReply {
  const { clientId, scope, issued, expires } = caller(call);
  const times = (name: string, at: number): object => ({
    [name]: `/Date(${at})/`,
    [`${name}_ISO8601`]: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    [`${name}_unix_time`]: Math.floor(at / 1000),
  });
  const lasts = Math.floor((expires - call.clock.now()) / 1000);
  const facts = { identity: `local:${IDENTITY}`, application: clientId, scope, valid_for: lasts };
  return {
    status: 200,
    body: { ...facts, ...times('access_issued_on', issued), ...times('expires', expires), ...times('grant_issued_on', issued) },
  };
}

/** GET vedauth/revoke/token. */
export function revokeToken(call: TppCall): TppReply {
  caller(call);
  call.state.grants.delete(bearer(call.request));
  return { status: 200 };
}

/** POST vedsdk/authorize: the key of old, gone since 22.4. */
export function legacyKey({ body, settings, state, clock, random }: TppCall): TppReply {
  if (isAtLeast(settings.version, '22.4')) throw new TppFault({ status: 404, reason: 'Not Found' });
  const user = body.text('Username');
  if (settings.users[user] === undefined || settings.users[user] !== body.text('Password')) {
    throw badRequest('Username/password combination not valid', 'Username/password combination not valid');
  }
  const key = random.uuid();
  const [issued, expires] = [clock.now(), clock.now() + LEGACY_LIFETIME];
  state.apiKeys.set(key, { user, clientId: '', scope: 'certificate:manage', refreshToken: '', issued, expires });
  return { status: 200, body: { APIKey: key, ValidUntil: `/Date(${expires})/` } };
}

/** GET vedsdk/Identity/Self. */
export function self(call: TppCall): TppReply {
  const { user } = caller(call);
  const identity = {
    FullName: `\\VED\\Identity\\${user}`,
    Name: user,
    Prefix: 'local',
    PrefixedName: `local:${user}`,
    PrefixedUniversal: `local:${IDENTITY}`,
    Type: 1,
    Universal: IDENTITY,
  };
  return { status: 200, body: { Identities: [identity] } };
}

/** Who calls, and whether that one may. Throws what the server says to others. */
export function caller({ request, state, clock }: TppCall, scope?: string): Grant {
  const key = headerOf(request, 'x-venafi-api-key') ?? '';
  const grant = key === '' ? state.grants.get(bearer(request)) : state.apiKeys.get(key);
  if (grant === undefined) throw oauthError(401, 'invalid_token', 'Invalid token format');
  if (grant.expires <= clock.now()) throw oauthError(401, 'invalid_token', 'Access token expired');
  if (scope === undefined || scopesOf(grant.scope).includes(scope)) return grant;
  const advice = 'Call POST Authorize/OAuth with the correct scope and restrictions to obtain a valid token';
  throw oauthError(403, 'insufficient_scope', `Grant rejected scope '${scope}'. ${advice}`);
}

function bearer(request: HttpRequest): string {
  return /^Bearer (.+)$/i.exec(headerOf(request, 'authorization') ?? '')?.[1] ?? '';
}

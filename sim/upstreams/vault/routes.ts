import type { Clock } from '../../../base/env/ports';
import type { CryptoPort } from '../../../base/env/crypto';
import type { HttpResponse } from '../../../base/env/http';
import { answer, pemOf } from '../common';
import { serialText, sign, signVerbatim } from './pki/mount';
import type { PkiPlace } from './pki/mount';
import { VaultFault, wrapped } from './reply';
import type { VaultReply } from './reply';
import type { Domain, VaultState } from './state';
import type { Token } from './tokens';

export interface RouteCall {
  readonly domain: Domain;
  readonly state: VaultState;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  readonly isWrite: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

type Tail = (call: RouteCall, place: PkiPlace, rest: readonly string[]) => VaultReply;

/** The only issuer of a mount goes by no other name. */
const DEFAULT_ISSUER = 'default';

/** Below a mount, by the first segment that is not an issuer's. */
const SIGNING: Readonly<Record<string, Tail>> = {
  sign: ({ body }, place, [role = '']) => sign(place, role, body),
  'sign-verbatim': ({ body }, place, [role = '']) => signVerbatim(place, role, body),
};

/** What a mount tells without a token and in the usual envelope; undefined when the path is none of these. */
export function publicReply(path: string, { authorities }: Domain): VaultReply | undefined {
  const ca = [...authorities].find(([mount]) => path === `${mount}/cert/ca`)?.[1];
  if (ca === undefined) return undefined;
  return { data: { certificate: pemOf(ca.issuer).trimEnd(), revocation_time: 0, revocation_time_rfc3339: '' } };
}

/** What a mount tells without a token; undefined when the path is none of these. */
export function publicAnswer(path: string, { authorities }: Domain): HttpResponse | undefined {
  for (const [mount, ca] of authorities) {
    const pem = { 'content-type': 'application/pem-certificate-chain' };
    if (path === `${mount}/ca/pem`) return answer(200, pemOf(ca.issuer), pem);
    if (path === `${mount}/ca`) return answer(200, ca.issuer.raw, { 'content-type': 'application/pkix-cert' });
    if (path === `${mount}/ca_chain`) return answer(200, ca.chain.map(pemOf).join(''), pem);
  }
  return undefined;
}

/** Of somebody who has been let in. Throws VaultFault. */
export function routed(path: string, call: RouteCall): VaultReply {
  for (const [name, ca] of call.domain.authorities) {
    if (!path.startsWith(`${name}/`)) continue;
    const mount = call.domain.config.pki?.[name] ?? { roles: {} };
    const place = {
      mount,
      ca,
      clock: call.clock,
      crypto: call.crypto,
      issued: (certificate: Parameters<PkiPlace['issued']>[0]) => note(certificate),
    };
    const note = (certificate: Parameters<PkiPlace['issued']>[0]): void => {
      const facts = { namespace: call.domain.name, mount: name, serialNumber: serialText(certificate) };
      call.state.issued.push({ ...facts, certificate: pemOf(certificate) });
    };
    return pki(path.slice(name.length + 1), call, place);
  }
  throw new VaultFault(404, `no handler for route "${path}". route entry not found.`);
}

function pki(path: string, call: RouteCall, place: PkiPlace): VaultReply {
  const segments = path.split('/');
  if (call.isWrite && path.endsWith('/')) throw new VaultFault(400, "cannot write to a path ending in '/'");
  const [action = '', ...rest] = segments[0] === 'issuer' ? segments.slice(2) : segments;
  const run = SIGNING[action];
  // Only verbatim is signed without a role.
  if (run === undefined || (action === 'sign' && rest.length === 0)) throw new VaultFault(404, wrapped('unsupported path'));
  if (!call.isWrite) throw new VaultFault(405, wrapped('unsupported operation'));
  if (segments[0] === 'issuer' && segments[1] !== DEFAULT_ISSUER) {
    const why = `unable to find PKI issuer for reference: ${segments[1] ?? ''}`;
    throw new VaultFault(500, wrapped(`could not fetch the CA certificate (was one set?): ${why}`));
  }
  return run(call, place, rest);
}

/** `auth/token/…` of one's own token. */
export function ownToken(path: string, token: Token, call: Pick<RouteCall, 'domain' | 'clock' | 'body'>): VaultReply | undefined {
  const { domain, clock, body } = call;
  if (path === 'sys/capabilities-self') return capabilities(body, token, domain);
  const action = path.startsWith('auth/token/') ? path.slice('auth/token/'.length) : '';
  if (action === 'lookup-self') return { data: tokenData(token, clock.now()) };
  if (action === 'renew-self') return { auth: authOf(domain.tokens.renew(token)) };
  if (action !== 'revoke-self') return undefined;
  domain.tokens.revoke(token.id);
  return {};
}

/** Policies here say where somebody may go, and not what for. */
function capabilities({ paths }: RouteCall['body'], token: Token, { tokens }: Domain): VaultReply {
  const asked = Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
  const of = (path: string): readonly string[] => {
    if (token.policies.includes('root')) return ['root'];
    return [tokens.mayUse(token, path) ? 'update' : 'deny'];
  };
  const found = Object.fromEntries(asked.map((path) => [path, of(path)]));
  const first = asked.length === 1 ? { capabilities: found[asked[0] ?? ''] } : {};
  return { data: { ...found, ...first }, beside: { ...found, ...first } };
}

function tokenData(token: Token, now: number): object {
  return {
    accessor: token.accessor,
    creation_time: Math.floor(token.created / 1000),
    creation_ttl: token.ttl,
    display_name: 'token',
    entity_id: token.entityId,
    expire_time: token.ttl === 0 ? null : new Date(token.expires).toISOString(),
    explicit_max_ttl: 0,
    id: token.id,
    issue_time: new Date(token.created).toISOString(),
    meta: told(token.metadata),
    num_uses: 0,
    orphan: isOrphan(token),
    path: 'auth/token/create',
    policies: policiesOf(token),
    renewable: token.ttl !== 0,
    ttl: token.ttl === 0 ? 0 : Math.max(0, Math.floor((token.expires - now) / 1000)),
    type: 'service',
  };
}

/** The `auth` of an answer to a login. */
export function authOf(token: Token): object {
  return {
    client_token: token.id,
    accessor: token.accessor,
    policies: policiesOf(token),
    token_policies: policiesOf(token),
    metadata: told(token.metadata),
    lease_duration: token.ttl,
    renewable: token.ttl !== 0,
    entity_id: token.entityId,
    token_type: 'service',
    orphan: isOrphan(token),
    mfa_requirement: null,
    num_uses: 0,
  };
}

function told(metadata: Token['metadata']): Token['metadata'] | null {
  return Object.keys(metadata).length === 0 ? null : metadata;
}

/** Tokens from a login and the first one have no parent. */
function isOrphan({ entityId, policies }: Token): boolean {
  return entityId !== '' || policies.includes('root');
}

function policiesOf({ policies }: Token): readonly string[] {
  return policies.includes('root') ? ['root'] : [...new Set(['default', ...policies])].sort();
}

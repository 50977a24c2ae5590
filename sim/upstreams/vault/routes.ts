import type { Clock } from '../../../base/env/ports';
import type { CryptoPort } from '../../../base/env/crypto';
import type { HttpResponse } from '../../../base/env/http';
import { answer, pemOf } from '../common';
import { serialText, sign, signVerbatim } from './pki/mount';
import type { PkiPlace } from './pki/mount';
import { bare, VaultFault, wrapped } from './reply';
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

/** Below a mount, by the first segment that is not an issuer's. */
const SIGNING: Readonly<Record<string, Tail>> = {
  sign: ({ body }, place, [role = '']) => sign(place, role, body),
  'sign-verbatim': ({ body }, place, [role = '']) => signVerbatim(place, role, body),
};

/** What a mount tells without a token; undefined when the path is none of these. */
export function publicAnswer(path: string, { authorities }: Domain): HttpResponse | undefined {
  for (const [mount, ca] of authorities) {
    const pem = { 'content-type': 'application/pem-certificate-chain' };
    if (path === `${mount}/ca/pem`) return answer(200, pemOf(ca.issuer), pem);
    if (path === `${mount}/ca`) return answer(200, ca.issuer.raw, { 'content-type': 'application/pkix-cert' });
    if (path === `${mount}/ca_chain`) return answer(200, ca.chain.map(pemOf).join(''), pem);
    if (path === `${mount}/cert/ca`) return bare(200, { data: { certificate: pemOf(ca.issuer).trimEnd() } });
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
  // An issuer's name: there is one issuer, by any name.
  const [action = '', ...rest] = segments[0] === 'issuer' ? segments.slice(2) : segments;
  const run = SIGNING[action];
  if (run === undefined) throw new VaultFault(404, wrapped('unsupported path'));
  if (!call.isWrite) throw new VaultFault(405, wrapped('unsupported operation'));
  return run(call, place, rest);
}

/** `auth/token/…` of one's own token. */
export function ownToken(action: string, token: Token, { domain, clock }: Pick<RouteCall, 'domain' | 'clock'>): VaultReply | undefined {
  if (action === 'lookup-self') return { data: tokenData(token, clock.now()) };
  if (action === 'renew-self') return { auth: authOf(domain.tokens.renew(token)) };
  if (action !== 'revoke-self') return undefined;
  domain.tokens.revoke(token.id);
  return {};
}

function tokenData(token: Token, now: number): object {
  return {
    accessor: token.accessor,
    creation_time: Math.floor(token.created / 1000),
    creation_ttl: token.ttl,
    display_name: 'token',
    entity_id: '',
    expire_time: token.ttl === 0 ? null : new Date(token.expires).toISOString(),
    explicit_max_ttl: 0,
    id: token.id,
    meta: token.metadata,
    num_uses: 0,
    orphan: true,
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
    metadata: token.metadata,
    lease_duration: token.ttl,
    renewable: true,
    entity_id: '',
    token_type: 'service',
    orphan: true,
    mfa_requirement: null,
    num_uses: 0,
  };
}

function policiesOf({ policies }: Token): readonly string[] {
  return policies.includes('root') ? ['root'] : [...new Set(['default', ...policies])].sort();
}

import { encodeBase64Url } from '../../../base/base64url';
import { link, rfc3339, type Authority, type Call, type Reply } from './call';
import { readIdentifiers } from './identifiers';
import { malformed, payloadObject } from './jws';
import type { Account, Authorization, ChallengeType, Identifier, Order, OrderStatus } from './model';
import { DEFAULT_PROFILES } from './options';
import { AcmeProblem } from './problem';
import { checkRate } from './rate-limit';

const DAY = 24 * 3600 * 1000;
const HOUR = 3600 * 1000;
const TOKEN_BYTES = 32;

/** RFC 8555 section 7.4. */
export function newOrder(call: Call): Reply {
  const { authority } = call;
  const { options, state } = authority;
  const account = accountOf(call);
  const asked = payloadObject(call.payload);
  checkRate(authority, account);
  const identifiers = readIdentifiers(asked.identifiers, options.blockedDomains ?? ['blocked-domain.example']);
  const profile = profileOf(asked.profile, options.profiles ?? DEFAULT_PROFILES);
  const dates = { ...dateMember(asked, 'notBefore'), ...dateMember(asked, 'notAfter') };
  const replaces = replacedCertificate(authority, { account, identifiers, asked: asked.replaces });
  const order: Order = {
    id: authority.newId(),
    account: account.id,
    identifiers,
    authorizations: identifiers.map((identifier) => authorizationFor(authority, account, identifier).id),
    created: options.clock.now(),
    expires: options.clock.now() + DAY,
    profile,
    ...dates,
    ...(replaces === undefined ? {} : { replaces }),
  };
  state.orders.set(order.id, order);
  account.orders.push(order.id);
  if (replaces !== undefined) markReplaced(authority, replaces, order);
  return { status: 201, headers: { location: link(call, 'order', order.id) }, body: orderView(call, order) };
}

export function readOrder(call: Call): Reply {
  const order = ownOrder(call);
  const view = orderView(call, order);
  return { status: 200, headers: retryHeaders(call, order), body: view };
}

/** Throws what a foreign or unknown order is answered with. */
export function ownOrder(call: Call): Order {
  const order = call.authority.state.orders.get(call.id);
  if (order === undefined) throw malformed(`No order with id "${call.id}" exists`, 404);
  if (order.account !== accountOf(call).id)
    throw new AcmeProblem('unauthorized', 'Account that authenticated the request does not own the specified resource');
  return order;
}

export function orderView(call: Call, order: Order): object {
  const { expires, identifiers, profile, notBefore, notAfter, replaces, error, certificate } = order;
  const status = orderStatus(call.authority, order);
  const finished = certificate === undefined || status !== 'valid' ? {} : { certificate: link(call, 'certificate', certificate) };
  return {
    status,
    expires: rfc3339(expires),
    identifiers,
    profile,
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(notAfter === undefined ? {} : { notAfter }),
    ...(replaces === undefined ? {} : { replaces }),
    finalize: link(call, 'finalize', order.id),
    authorizations: order.authorizations.map((id) => link(call, 'authorization', id)),
    ...(error === undefined ? {} : { error }),
    ...finished,
  };
}

/** RFC 8555 section 7.1.6: what an order is follows from its authorizations until it is finalized. */
export function orderStatus({ state, options }: Pick<Authority, 'state' | 'options'>, order: Order): OrderStatus {
  if (order.issuance !== undefined) return order.issuance;
  if (order.error !== undefined || options.clock.now() >= order.expires) return 'invalid';
  const statuses = order.authorizations.map((id) => state.authorizations.get(id)?.status);
  if (statuses.every((status) => status === 'valid')) return 'ready';
  return statuses.every((status) => status === 'valid' || status === 'pending') ? 'pending' : 'invalid';
}

export function retryHeaders({ authority }: Call, order: Order): Readonly<Record<string, string>> {
  const { order: seconds } = authority.options.retryAfter ?? { order: 1 };
  return orderStatus(authority, order) === 'processing' ? { 'retry-after': String(seconds) } : {};
}

export function accountOf({ account }: Call): Account {
  if (account === undefined) throw malformed('No Key ID in JWS header');
  return account;
}

function profileOf(asked: unknown, profiles: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(profiles);
  if (asked === undefined || asked === '') return names[0] ?? '';
  if (typeof asked === 'string' && names.includes(asked)) return asked;
  throw new AcmeProblem('invalidProfile', `Order includes unrecognized profile name ${JSON.stringify(asked)}`);
}

function dateMember(asked: Readonly<Record<string, unknown>>, member: 'notBefore' | 'notAfter'): Partial<Record<typeof member, string>> {
  const value = asked[member];
  if (value === undefined || value === '') return {};
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw malformed(`Order included ${member} that is no RFC 3339 date`);
  return { [member]: value };
}

function authorizationFor(authority: Authority, account: Account, asked: Identifier): Authorization {
  const { options, state } = authority;
  const { clock, random } = options;
  const wildcard = asked.type === 'dns' && asked.value.startsWith('*.');
  const identifier: Identifier = wildcard ? { type: 'dns', value: asked.value.slice(2) } : asked;
  const known = state.reusable({ account: account.id, identifier, wildcard });
  const draws = random.stream('acme-ids');
  const reuse = options.authzReuse ?? 50;
  if (known?.status === 'valid' && clock.now() < known.expires && draws.integer(100) < reuse) return known;
  const id = authority.newId();
  const challenges = challengeTypes(identifier, wildcard, options.network.dialTls !== undefined).map((type) => {
    const challenge = {
      id: authority.newId(),
      authorization: id,
      type,
      token: encodeBase64Url(draws.bytes(TOKEN_BYTES)),
      status: 'pending' as const,
    };
    state.challenges.set(challenge.id, challenge);
    return challenge.id;
  });
  const authorization: Authorization = {
    ...{ id, account: account.id, identifier, wildcard, status: 'pending', challenges },
    expires: clock.now() + HOUR,
  };
  state.authorizations.set(id, authorization);
  return authorization;
}

// RFC 8555 section 8.3: no http-01 for wildcards; RFC 8738 section 7: no dns-01 for addresses; RFC 8737: no tls-alpn-01 for wildcards.
function challengeTypes(identifier: Identifier, wildcard: boolean, alpn: boolean): readonly ChallengeType[] {
  if (wildcard) return ['dns-01'];
  const byConnection: readonly ChallengeType[] = alpn ? ['http-01', 'tls-alpn-01'] : ['http-01'];
  return identifier.type === 'ip' ? byConnection : [...byConnection, 'dns-01'];
}

interface Replacement {
  readonly account: Account;
  readonly identifiers: readonly Identifier[];
  readonly asked: unknown;
}

// RFC 9773 section 5: of the same account, for one of its names at least, and not replaced by an order that may still succeed.
function replacedCertificate(authority: Authority, { account, identifiers, asked }: Replacement): string | undefined {
  const { state } = authority;
  if (asked === undefined || asked === '') return undefined;
  if (typeof asked !== 'string') throw malformed('Order included replaces that is no text');
  const certificate = state.certificatesByRenewalId.get(asked);
  if (certificate === undefined) throw malformed(`Order replaces a certificate that is not known: "${asked}"`, 404);
  if (certificate.account !== account.id) throw new AcmeProblem('unauthorized', 'Order replaces a certificate of another account');
  const shares = certificate.identifiers.some((old) => identifiers.some(({ type, value }) => type === old.type && value === old.value));
  if (!shares) throw malformed('Order replaces a certificate that it shares no identifier with');
  const successor = state.orders.get(certificate.replacedBy ?? '');
  if (successor !== undefined && orderStatus(authority, successor) !== 'invalid') {
    throw new AcmeProblem('alreadyReplaced', `Certificate "${asked}" has already been marked as replaced by order "${successor.id}"`);
  }
  return asked;
}

function markReplaced({ state }: Authority, certId: string, order: Order): void {
  const certificate = state.certificatesByRenewalId.get(certId);
  if (certificate !== undefined) certificate.replacedBy = order.id;
}

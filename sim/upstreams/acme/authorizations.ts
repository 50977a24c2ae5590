import { link, rfc3339, type Call, type Reply } from './call';
import { malformed, payloadObject } from './jws';
import type { Authorization, Challenge } from './model';
import { accountOf } from './orders';
import { AcmeProblem } from './problem';
import { startValidation } from './validate';

/** RFC 8555 section 7.5, and 7.5.2 with a payload. */
export function authorization(call: Call): Reply {
  const { authority } = call;
  const found = authority.state.authorizations.get(call.id);
  if (found === undefined) throw malformed(`No authorization with id "${call.id}" exists`, 404);
  checkOwner(call, found);
  if (call.payload.length > 0) deactivate(found, payloadObject(call.payload).status);
  const held = authority.faults.inProtocol('pending', { method: 'POST', path: call.request.path, operation: 'authorization' });
  const view = authorizationView(call, found);
  const { authz: seconds } = authority.options.retryAfter ?? { authz: 1 };
  const body = held === undefined ? view : { ...view, status: 'pending' };
  return { status: 200, headers: body.status === 'pending' ? { 'retry-after': String(seconds) } : {}, body };
}

/** RFC 8555 section 7.5.1: an empty payload reads, `{}` says that the challenge is met. */
export function challenge(call: Call): Reply {
  const { authority } = call;
  const found = authority.state.challenges.get(call.id);
  const parent = found && authority.state.authorizations.get(found.authorization);
  if (found === undefined || parent === undefined) throw malformed(`No challenge with id "${call.id}" exists`, 404);
  checkOwner(call, parent);
  if (call.payload.length > 0) accept(call, found, parent);
  const up = `<${link(call, 'authorization', parent.id)}>;rel="up"`;
  return { status: 200, headers: { link: up }, body: challengeView(call, found) };
}

function accept(call: Call, found: Challenge, parent: Authorization): void {
  const payload = payloadObject(call.payload);
  if ('keyAuthorization' in payload) {
    throw malformed('Challenge response body contained legacy KeyAuthorization field, POST body should be `{}`');
  }
  if (found.status !== 'pending') throw malformed(`Cannot update challenge with status ${found.status}, only status pending`);
  if (parent.status !== 'pending') throw malformed(`Cannot update challenge of an authorization with status ${parent.status}`);
  if (call.authority.options.clock.now() >= parent.expires) {
    parent.status = 'invalid';
    throw malformed(`Authorization expired ${rfc3339(parent.expires)}`, 404);
  }
  found.status = 'processing';
  startValidation(call.authority, {
    challenge: found,
    authorization: parent,
    account: accountOf(call),
    accountUrl: link(call, 'account', parent.account),
  });
}

function authorizationView(call: Call, { status, identifier, wildcard, expires, challenges }: Authorization): { readonly status: string } {
  const known = challenges.flatMap((id) => call.authority.state.challenges.get(id) ?? []);
  const shown = status === 'valid' ? known.filter((each) => each.status === 'valid') : known;
  return {
    status,
    ...{ identifier, challenges: shown.map((each) => challengeView(call, each)), expires: rfc3339(expires) },
    ...(wildcard ? { wildcard } : {}),
  };
}

function challengeView(call: Call, { id, type, token, status, validated, error }: Challenge): object {
  return {
    ...{ type, url: link(call, 'challenge', id), token, status },
    ...(validated === undefined ? {} : { validated }),
    ...(error === undefined ? {} : { error }),
  };
}

function deactivate(found: Authorization, status: unknown): void {
  if (status !== 'deactivated') {
    throw malformed(`Malformed authorization update, status must be "deactivated" not "${String(status)}"`);
  }
  if (found.status !== 'pending' && found.status !== 'valid') {
    throw malformed(`Cannot deactivate an authorization with status ${found.status}`);
  }
  found.status = 'deactivated';
}

function checkOwner(call: Call, { account }: Authorization): void {
  if (account === accountOf(call).id) return;
  throw new AcmeProblem('unauthorized', 'Account that authenticated the request does not own the specified resource');
}

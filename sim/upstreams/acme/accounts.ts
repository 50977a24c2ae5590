import { isObject } from '../../../kube/json';
import { link, type Call, type Reply } from './call';
import { checkBinding } from './external-binding';
import { malformed, parseJws, payloadObject, readJwk, verifyJws } from './jws';
import type { Account } from './model';
import { AcmeProblem } from './problem';

const ORDERS_PER_PAGE = 50;

/** RFC 8555 section 7.3. */
export function newAccount(call: Call): Reply {
  const { authority, key } = call;
  if (key === undefined) throw malformed('No embedded JWK in JWS header');
  const asked = payloadObject(call.payload);
  const known = authority.state.accountByKey(key.thumbprint);
  if (known !== undefined) return existing(call, known);
  if (asked.onlyReturnExisting === true) {
    throw new AcmeProblem('accountDoesNotExist', 'unable to find existing account for only-return-existing request');
  }
  checkTerms(call, asked);
  const contact = checkedContact(asked.contact);
  const binding = checkBinding(call, asked.externalAccountBinding, key);
  const account: Account = {
    id: authority.newId(),
    status: 'valid',
    contact,
    ...key,
    ...(binding === undefined ? {} : { externalAccountBinding: binding }),
    orders: [],
  };
  authority.state.addAccount(account);
  return { status: 201, headers: { location: link(call, 'account', account.id) }, body: accountView(call, account) };
}

/** RFC 8555 sections 7.3.2 and 7.3.6: read, change of contacts, deactivation. */
export function updateAccount(call: Call): Reply {
  const account = ownAccount(call);
  if (call.payload.length > 0) {
    const asked = payloadObject(call.payload);
    if (asked.status !== undefined) deactivate(account, asked.status);
    else if (asked.contact !== undefined) account.contact = checkedContact(asked.contact);
  }
  return { status: 200, body: accountView(call, account) };
}

/** RFC 8555 section 7.1.2.1, page by page. */
export function accountOrders(call: Call): Reply {
  const account = ownAccount(call);
  const after = Number(new URLSearchParams(call.request.path.split('?')[1] ?? '').get('cursor') ?? '0');
  const page = account.orders.slice(after, after + ORDERS_PER_PAGE);
  const next = after + ORDERS_PER_PAGE;
  const more = next < account.orders.length ? { link: `<${link(call, 'orders', account.id)}?cursor=${next}>;rel="next"` } : {};
  return { status: 200, headers: more, body: { orders: page.map((id) => link(call, 'order', id)) } };
}

/** RFC 8555 section 7.3.5: the outer JWS is signed by the old key, the inner one by the new. */
export function changeKey(call: Call): Reply {
  const { authority, account, payload } = call;
  if (account === undefined) throw malformed('No Key ID in JWS header');
  const { crypto } = authority.options;
  const inner = parseJws(payloadObject(payload));
  if (inner.header.jwk === undefined) throw malformed('The inner JWS of a key change needs a "jwk"');
  const next = readJwk(inner.header.jwk, crypto);
  verifyJws(inner, next.key, crypto);
  if (inner.header.url !== call.url) throw malformed('Outer JWS and inner JWS of a key change have different "url" header parameters');
  if (inner.header.nonce !== undefined) throw malformed('The inner JWS of a key change must not have a nonce');
  const asked = payloadObject(inner.payload);
  if (asked.account !== link(call, 'account', account.id)) throw malformed('The account of a key change is not the one that signed it');
  if (readJwk(asked.oldKey, crypto).thumbprint !== account.thumbprint) {
    throw malformed("The oldKey of a key change is not the account's key");
  }
  const holder = authority.state.accountByKey(next.thumbprint);
  if (holder !== undefined) return { status: 409, headers: { location: link(call, 'account', holder.id) } };
  authority.state.rollOver(account, next);
  return { status: 200, body: accountView(call, account) };
}

export function ownAccount({ account, id }: Call): Account {
  if (account?.id !== id) throw new AcmeProblem('unauthorized', 'Request signing key did not match account key');
  return account;
}

function existing(call: Call, account: Account): Reply {
  if (account.status !== 'valid') {
    throw new AcmeProblem('unauthorized', `An account with the provided public key exists but is ${account.status}`);
  }
  return { status: 200, headers: { location: link(call, 'account', account.id) }, body: accountView(call, account) };
}

function accountView(call: Call, { id, status, contact, jwk, externalAccountBinding }: Account): object {
  return {
    status,
    ...(contact.length === 0 ? {} : { contact }),
    orders: link(call, 'orders', id),
    key: jwk,
    ...(externalAccountBinding === undefined ? {} : { externalAccountBinding }),
  };
}

function checkTerms({ authority }: Call, asked: Readonly<Record<string, unknown>>): void {
  const terms = authority.options.termsOfService ?? DEFAULT_TERMS;
  if (terms === '' || asked.termsOfServiceAgreed === true) return;
  const headers = { link: `<${terms}>;rel="terms-of-service"` };
  throw new AcmeProblem('userActionRequired', 'Provided account did not agree to the terms of service', {
    headers,
    members: { instance: terms },
  });
}

export const DEFAULT_TERMS = 'data:text/plain,This%20is%20a%20test%20authority.%20Trust%20nothing%20it%20signs.';

function checkedContact(contact: unknown): readonly string[] {
  if (contact === undefined || contact === null) return [];
  if (!Array.isArray(contact)) throw malformed('Error unmarshaling body JSON: contact is no list');
  return contact.map((value: unknown) => {
    if (typeof value !== 'string' || value === '') throw new AcmeProblem('invalidContact', 'contact is empty');
    if (!value.startsWith('mailto:')) {
      throw new AcmeProblem('unsupportedContact', `contact method "${value.split(':', 1)[0] ?? ''}" is not supported`);
    }
    const address = value.slice('mailto:'.length);
    if (!/^[^\s@,?<>"]+@[^\s@,?<>"]+$/.test(address)) {
      throw new AcmeProblem('invalidContact', `contact email "${address}" is invalid`);
    }
    return value;
  });
}

function deactivate(account: Account, status: unknown): void {
  if (status === 'valid') return;
  if (status !== 'deactivated') {
    const given = isObject(status) ? 'object' : String(status);
    throw malformed(`Invalid account status: "${given}", only "deactivated" can be asked for`);
  }
  account.status = 'deactivated';
}

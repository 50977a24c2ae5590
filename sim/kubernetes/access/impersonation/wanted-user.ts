import type { HttpHeaders } from '../../../../base/env/http';
import { goQuote } from '../../../../base/go';
import { ApiError } from '../../../../kube/api-error';
import { headerValues } from '../authentication/bearer';

/** The identity that a request's headers ask for, as they say it. */
export interface WantedUser {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

const EXTRA_PREFIX = 'impersonate-extra-';

/** Undefined when nothing is asked for. Throws 400 when something is, but no user name. */
export function wantedUser(headers: HttpHeaders): WantedUser | undefined {
  if (!asksForSomebody(headers)) return undefined;
  const extraNames = Object.keys(headers).filter((name) => name.startsWith(EXTRA_PREFIX));
  const wanted = {
    name: headerValues(headers, 'impersonate-user')[0] ?? '',
    uid: headerValues(headers, 'impersonate-uid')[0] ?? '',
    groups: headerValues(headers, 'impersonate-group'),
    extra: extraOf(headers, extraNames),
  };
  if (wanted.name !== '') return wanted;
  if (wanted.uid === '' && wanted.groups.length === 0 && extraNames.length === 0) return undefined;
  throw ApiError.badRequest(`requested ${goSyntax(wanted)} without impersonating a user name`);
}

/** Hardly any request does. */
function asksForSomebody(headers: HttpHeaders): boolean {
  for (const name in headers) if (name.startsWith('impersonate-')) return true;
  return false;
}

function extraOf(headers: HttpHeaders, names: readonly string[]): Record<string, readonly string[]> {
  const extra = new Map<string, readonly string[]>();
  for (const name of names) {
    const key = unescapeKey(name.slice(EXTRA_PREFIX.length));
    extra.set(key, [...(extra.get(key) ?? []), ...headerValues(headers, name)]);
  }
  return Object.fromEntries(extra);
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** The server prints its own struct. */
function goSyntax({ name, uid, groups, extra }: WantedUser): string {
  const entries = Object.entries(extra).sort(([a], [b]) => (a < b ? -1 : 1));
  const map = entries.map(([key, values]) => `${goQuote(key)}:${goStrings(values)}`).join(', ');
  const shown = entries.length === 0 ? 'map[string][]string(nil)' : `map[string][]string{${map}}`;
  return `&user.DefaultInfo{Name:${goQuote(name)}, UID:${goQuote(uid)}, Groups:${goStrings(groups)}, Extra:${shown}}`;
}

function goStrings(list: readonly string[]): string {
  return list.length === 0 ? '[]string(nil)' : `[]string{${list.map(goQuote).join(', ')}}`;
}

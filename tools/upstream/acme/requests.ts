import { decodeBase64Url } from '../../../base/base64url';
import type { SentRequest } from '../case';
import type { Arrived } from '../recorded-double';

type Jws = Readonly<Record<string, unknown>>;

/**
 * What was asked for, each once, in order of first appearance: how often a client polls, fetches nonces or starts over is a matter of
 * moments. Account keys and signatures are the client's own.
 */
export function recordedRequests(sent: readonly SentRequest[], isSetup: boolean): readonly string[] {
  const wanted = sent.filter((one) => one.method !== undefined && setUpBy(one.headers ?? {}) === isSetup);
  return once(wanted.map((one) => text(one, recordedJws(one))));
}

export function arrivedRequests(arrived: readonly Arrived[], isSetup: boolean): readonly string[] {
  const wanted = arrived.filter((one) => setUpBy(one.headers) === isSetup);
  return once(wanted.map((one) => text(one, arrivedJws(one.body))));
}

function setUpBy(headers: Readonly<Record<string, string>>): boolean {
  const agent = Object.entries(headers).find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? '';
  return agent.startsWith('cert-manager-');
}

function text({ method = '', path = '', headers = {} }: Pick<SentRequest, 'method' | 'path' | 'headers'>, jws: string): string {
  const of = (wanted: string): string => Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
  const agent = of('user-agent').replace(/\/\w+ /, '/VERSION ');
  return [`${method} ${path}`, of('content-type'), agent, jws].join(' | ');
}

function once(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((each) => !each.startsWith('HEAD ')))];
}

function recordedJws(one: SentRequest): string {
  const { jws } = one as { jws?: Jws };
  if (jws === undefined) return '';
  return shown(jws.members, jws.protected, jws.nonce, jws.payload);
}

function arrivedJws(body: string): string {
  if (body === '') return '';
  const jws = JSON.parse(body) as Jws;
  const { nonce, ...header } = decoded(jws.protected) as Jws;
  const payload = jws.payload === '' ? '' : withBinding(decoded(jws.payload) as Jws);
  return shown(Object.keys(jws), header, nonce === undefined ? 'absent' : 'present', payload);
}

function withBinding(payload: Jws): Jws {
  const { externalAccountBinding: binding } = payload as { externalAccountBinding?: Jws };
  if (binding === undefined) return payload;
  return { ...payload, externalAccountBinding: { protected: decoded(binding.protected), payload: decoded(binding.payload) } };
}

function shown(...parts: readonly unknown[]): string {
  return JSON.stringify(parts, (name, value: unknown) => {
    if (name === 'jwk' || (name === 'payload' && typeof value === 'object')) return 'KEY';
    if (name === 'signature') return undefined;
    return value;
  });
}

function decoded(value: unknown): unknown {
  const bytes = typeof value === 'string' ? decodeBase64Url(value) : undefined;
  return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes));
}

import { goJson } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';

export interface ContinueToken {
  /** The first page's snapshot; -1 goes on with whatever is there now. */
  readonly revision: number;
  /** The first key of the next page. */
  readonly start: string;
}

const VERSION = 'meta.k8s.io/v1';

/** `start` is the last key of this page; the next one begins right after it. */
export function encodeContinue(revision: number, last: string): string {
  return base64Url(JSON.stringify({ v: VERSION, rv: revision, start: `${last}\0` }));
}

/** Throws 400. */
export function decodeContinue(token: string): ContinueToken {
  const text = fromBase64Url(token);
  if (text === undefined) throw invalid(`illegal base64 data at input byte ${firstIllegal(token)}`);
  const parsed = parse(text);
  if (parsed.v !== VERSION) throw invalid(`server does not recognize this encoded version ${goJson(parsed.v ?? '')}`);
  if (typeof parsed.rv !== 'number' || parsed.rv === 0) throw invalid('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof parsed.start !== 'string' || parsed.start === '') throw invalid('encoded start key empty (version meta.k8s.io/v1)');
  return { revision: parsed.rv, start: parsed.start };
}

function invalid(why: string): ApiError {
  return ApiError.badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

function parse(text: string): { v?: unknown; rv?: unknown; start?: unknown } {
  try {
    return JSON.parse(text) as { v?: unknown; rv?: unknown; start?: unknown };
  } catch {
    throw invalid('invalid character in JSON');
  }
}

function base64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(token: string): string | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(token) || token.length % 4 === 1) return undefined;
  const binary = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}

function firstIllegal(token: string): number {
  const at = token.search(/[^A-Za-z0-9_-]/);
  return at < 0 ? token.length - 1 : at;
}

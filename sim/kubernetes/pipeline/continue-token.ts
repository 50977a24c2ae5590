import { decodeBase64Url, encodeBase64Url } from '../../../base/base64url';
import { goJson, jsonSyntaxError } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { textOf, utf8 } from './bytes';

export interface ContinueToken {
  /** The first page's snapshot; -1 goes on with whatever is there now. */
  readonly revision: number;
  /** The first key of the next page. */
  readonly start: string;
}

const VERSION = 'meta.k8s.io/v1';

/** `start` is the last key of this page; the next one begins right after it. */
export function encodeContinue(revision: number, last: string): string {
  return encodeBase64Url(utf8(JSON.stringify({ v: VERSION, rv: revision, start: `${last}\0` })));
}

/** Throws 400. */
export function decodeContinue(token: string): ContinueToken {
  const bytes = decodeBase64Url(token);
  if (bytes === undefined) throw invalid(`illegal base64 data at input byte ${firstIllegal(token)}`);
  const parsed = parse(bytes);
  if (parsed.v !== VERSION) throw invalid(`server does not recognize this encoded version ${goJson(parsed.v ?? '')}`);
  if (typeof parsed.rv !== 'number' || parsed.rv === 0) throw invalid('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof parsed.start !== 'string' || parsed.start === '') throw invalid('encoded start key empty (version meta.k8s.io/v1)');
  return { revision: parsed.rv, start: parsed.start };
}

function invalid(why: string): ApiError {
  return ApiError.badRequest(`invalid continue token: continue key is not valid: ${why}`);
}

function parse(bytes: Uint8Array): { v?: unknown; rv?: unknown; start?: unknown } {
  const fault = jsonSyntaxError(bytes);
  if (fault !== undefined) throw invalid(fault);
  return JSON.parse(textOf(bytes)) as { v?: unknown; rv?: unknown; start?: unknown };
}

function firstIllegal(token: string): number {
  const at = token.search(/[^A-Za-z0-9_-]/);
  return at < 0 ? token.length - 1 : at;
}

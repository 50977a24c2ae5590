// Own thin HTTP in place of a library: what vcert accepts, names and tells of errors differs from call to call.
import { escapeHtml } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { asError } from '../../engine/outcome';
import { ExchangeError, followToEnd, memberList, memberNumber, memberText, unmarshalObject } from '../../http';
import type { Answered } from '../../http';
import { TIMEOUT } from '../connector';
import type { VenafiPorts } from '../connector';

export type Members = Readonly<Record<string, unknown>>;

export interface CloudClient {
  /** `resource` is relative to the server: `v1/useraccounts`. Rejects only when no whole answer came. */
  request(method: 'GET' | 'POST', resource: string, body?: object): Promise<Answered>;
}

const DEFAULT_URL = 'https://api.venafi.cloud/';

export const SERVER_FAULT = 'vcert error: server error';

export function cloudClient(url: string, apiKey: string, { network, clock, userAgent }: VenafiPorts): CloudClient {
  const baseUrl = normalizedUrl(url);
  return {
    request: (method, resource, body) =>
      followToEnd(
        {
          method,
          url: baseUrl + resource,
          headers: {
            'user-agent': userAgent,
            accept: method === 'POST' ? 'application/json' : '*/*',
            'cache-control': 'no-cache',
            ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
            'tppl-api-key': apiKey,
          },
          ...(body === undefined ? {} : { body: escapeHtml(JSON.stringify(body)) }),
        },
        { network, clock, timeout: TIMEOUT },
      ).catch((error: unknown) => {
        throw error instanceof ExchangeError
          ? new ServerUnavailable(error)
          : new Error(`${SERVER_FAULT}: ${asError(error).message}`, { cause: error });
      }),
  };
}

/** No answer came. */
export class ServerUnavailable extends Error {
  override readonly name = 'ServerUnavailable';

  constructor(cause: ExchangeError) {
    super(`${SERVER_FAULT}: server unavailable: ${cause.message}`, { cause });
  }
}

/** Lower case, HTTPS, with a slash at the end. */
function normalizedUrl(url: string): string {
  if (url === '') return DEFAULT_URL;
  const bare = url.toLowerCase().replace(/^https?:\/\//, '');
  return `https://${bare}${bare.endsWith('/') ? '' : '/'}`;
}

/** The answer's JSON object. Throws vcert's text when it is none. */
export function objectIn({ body }: Answered): Members {
  try {
    return unmarshalObject(body);
  } catch (error) {
    throw new Error(`${SERVER_FAULT}: ${asError(error).message}`, { cause: error });
  }
}

/** The errors of a refusal: `Error Code: 10501 Error: …`, a line each. Throws when the body is not the envelope. */
export function errorsIn(answer: Answered): readonly { readonly code: number; readonly line: string }[] {
  return memberList(objectIn(answer), 'errors')
    .filter(isObject)
    .map((error) => {
      const code = memberNumber(error, 'code');
      return { code, line: `Error Code: ${code} Error: ${memberText(error, 'message')}\n` };
    });
}

/** `what` and everything that the server said about it. */
export function refusal(what: string, answer: Answered): Error {
  const lines = errorsIn(answer).map(({ line }) => line);
  return new Error(`${SERVER_FAULT}: ${what}. Status: ${answer.statusLine}\n${lines.join('')}`);
}

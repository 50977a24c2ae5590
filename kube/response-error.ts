import type { HttpHeaders } from '../base/env/http';
import { goQuote } from '../base/go';
import { ApiError } from './api-error';
import { isObject } from './json';
import { groupResource } from './meta';
import type { GroupVersionResource } from './meta';
import type { Status } from './status';

export interface Asked {
  readonly method: string;
  readonly ref?: GroupVersionResource;
  readonly name?: string | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Uint8Array;
}

/** What a failed answer means: its Status, or, when it carries none, one made from the code as client-go makes it. */
export function errorOf(asked: Asked, answered: Answered): ApiError {
  const text = new TextDecoder().decode(answered.body);
  return new ApiError(statusIn(text) ?? genericStatus(asked, answered, text));
}

export function isStatus(value: unknown): value is Status {
  return isObject(value) && value.kind === 'Status' && value.apiVersion === 'v1';
}

function statusIn(text: string): Status | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isStatus(parsed) && parsed.status !== 'Success' ? parsed : undefined;
  } catch {
    return undefined; // not JSON after all: a proxy's page, told by its code
  }
}

interface Generic {
  readonly reason: string;
  /** Absent: what the server said. */
  readonly message?: string;
}

const GENERIC: Readonly<Record<number, Generic>> = {
  400: { reason: 'BadRequest', message: 'the server rejected our request for an unknown reason' },
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  403: { reason: 'Forbidden' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: { reason: 'MethodNotAllowed', message: 'the server does not allow this method on the requested resource' },
  406: { reason: 'NotAcceptable' },
  409: { reason: 'Conflict', message: 'the server reported a conflict' },
  415: { reason: 'UnsupportedMediaType' },
  422: { reason: 'Invalid', message: 'the server rejected our request due to an error in our request' },
  429: { reason: 'TooManyRequests', message: 'the server has received too many requests and has asked us to try again later' },
  503: { reason: 'ServiceUnavailable', message: 'the server is currently unable to handle the request' },
  504: {
    reason: 'Timeout',
    message: 'the server was unable to return a response in the time allotted, but may still be processing the request',
  },
};

// client-go keeps this much of a body it cannot decode.
const LONGEST_TEXT = 2048;

function genericStatus(asked: Asked, answered: Answered, text: string): Status {
  const said = isText(answered.headers) && text.trim() !== '' ? text.slice(0, LONGEST_TEXT).trim() : 'unknown';
  const { reason, message } = genericOf(asked, answered.status, said);
  const retryAfter = Number(answered.headers['retry-after']);
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `${message}${subject(asked)}`,
    reason,
    details: {
      ...(asked.name === undefined || asked.name === '' ? {} : { name: asked.name }),
      ...(asked.ref === undefined || asked.ref.group === '' ? {} : { group: asked.ref.group }),
      ...(asked.ref === undefined ? {} : { kind: asked.ref.resource }),
      causes: [{ reason: 'UnexpectedServerResponse', message: said }],
      ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
    },
    code: answered.status,
  };
}

function genericOf(asked: Asked, code: number, said: string): Required<Generic> {
  const known = GENERIC[code];
  if (known !== undefined) {
    const reason = code === 409 && asked.method === 'POST' ? 'AlreadyExists' : known.reason;
    return { reason, message: known.message ?? said };
  }
  if (code >= 500) {
    return { reason: 'InternalError', message: `an error on the server (${goQuote(said)}) has prevented the request from succeeding` };
  }
  return { reason: '', message: `the server responded with the status code ${code} but did not return more information` };
}

function subject({ method, ref, name = '' }: Asked): string {
  if (ref === undefined) return '';
  return ` (${method.toLowerCase()} ${groupResource(ref)}${name === '' ? '' : ` ${name}`})`;
}

function isText(headers: HttpHeaders): boolean {
  const type = headers['content-type'];
  return typeof type !== 'string' || type.startsWith('text/') || type === '';
}

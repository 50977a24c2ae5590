import type { BodySink, BodyStream, HttpResponse } from '../../base/env/http';
import type { Clock } from '../../base/env/ports';
import { NetworkError } from '../../base/env/network-error';
import { ApiError } from '../../kube/api-error';
import type { Status } from '../../kube/status';

/** What the fault is done to: the request's verb, resource and name, and how to go on without it. */
export interface Struck {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly clock: Clock;
  readonly proceed: () => Promise<HttpResponse>;
}

/** What happens to one request. `label` is how it is called when it is printed. */
export interface Fault {
  readonly label: string;
  strike(struck: Struck): Promise<HttpResponse>;
}

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export const conflict: Fault = {
  label: 'conflict',
  strike: ({ group, resource, name }) => refuse(ApiError.conflict({ group, resource }, name, MODIFIED)),
};

export function status(code: number, message = 'a fault that was asked for'): Fault {
  return { label: `status ${code}`, strike: () => refuse(ApiError.of({ code, reason: REASONS[code] ?? '', message })) };
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

export function delay(milliseconds: number): Fault {
  return {
    label: `delay of ${milliseconds} ms`,
    async strike({ clock, proceed }) {
      await new Promise<void>((resolve) => clock.setTimer(milliseconds, resolve));
      return proceed();
    },
  };
}

/** The request is carried out, its answer lost. */
export const dropConnection: Fault = {
  label: 'dropped connection',
  async strike({ proceed }) {
    await proceed();
    throw new NetworkError('reset', 'read tcp: connection reset by peer');
  },
};

/** A watch is answered and ended at once; a list is answered. */
export const closeWatch: Fault = {
  label: 'closed watch',
  async strike({ proceed }) {
    const response = await proceed();
    return 'start' in response.body ? { ...response, body: endedAtOnce(response.body) } : response;
  },
};

/** A watch begins with ERROR and 410; anything else is refused with it. */
export const gone: Fault = {
  label: 'gone',
  async strike({ verb, proceed }) {
    const expired = ApiError.resourceExpired('too old resource version: 1 (2)');
    if (verb !== 'watch') return refuse(expired);
    return { ...(await proceed()), body: oneEvent({ type: 'ERROR', object: expired.status }) };
  },
};

/** Every event of the watch is sent twice. */
export const duplicateEvent: Fault = {
  label: 'duplicate event',
  async strike({ proceed }) {
    const response = await proceed();
    return 'start' in response.body ? { ...response, body: doubled(response.body) } : response;
  },
};

function refuse({ status: body, code }: ApiError): Promise<HttpResponse> {
  return Promise.resolve({ status: code, headers: { 'content-type': 'application/json' }, body: encoded(body) });
}

function encoded(value: Status | object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

function endedAtOnce(stream: BodyStream): BodyStream {
  return {
    start(sink) {
      const cancel = stream.start(silent(sink));
      cancel();
      sink.end();
      return () => undefined;
    },
  };
}

function silent(sink: BodySink): BodySink {
  return { ...sink, write: () => true, end: () => undefined, onDrain: () => undefined };
}

function oneEvent(event: object): BodyStream {
  return {
    start(sink) {
      sink.write(encoded(event));
      sink.end();
      return () => undefined;
    },
  };
}

function doubled(stream: BodyStream): BodyStream {
  return {
    start: (sink) =>
      stream.start({
        write(chunk) {
          sink.write(chunk);
          return sink.write(chunk);
        },
        end: (error) => sink.end(error),
        onDrain: (callback) => sink.onDrain(callback),
      }),
  };
}

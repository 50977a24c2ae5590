import { readBody } from '../../../base/env/body';
import { isStream } from '../../../base/env/http';
import type { Handler, HttpRequest, HttpResponse } from '../../../base/env/http';
import { NetworkError } from '../../../base/env/network-error';
import type { Clock } from '../../../base/env/ports';
import { answer } from './answer';
import type { Fault, FaultAnswer, Faults } from './faults';
import { shownBody } from './request-log';
import type { RequestLog } from './request-log';

export interface Observed {
  readonly handle: Handler;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** What a request is for, in the authority's own words. */
  readonly operationOf: (request: HttpRequest) => string;
}

/** An authority's handler with the faults that were asked for and a log of what went through it. */
export function observed({ handle, clock, faults, log, operationOf }: Observed): Handler {
  return async (request, peer) => {
    const { method, path, headers, body } = request;
    const operation = operationOf(request);
    const at = new Date(clock.now()).toISOString();
    const answered = log.add({ at, method, path, operation, headers, ...(body === undefined ? {} : { body: shownBody(body) }) });
    const fault = faults.onTheWay({ method, path, operation }) ?? {};
    if (fault.delay !== undefined) await delay(clock, fault.delay, request.signal);
    if (fault.drop === 'request') throw broken();
    const response = fault.answer === undefined ? await handle(request, peer) : instead(fault.answer);
    if (fault.drop === 'answer') throw broken();
    const { status, statusText } = response;
    const shown = isStream(response.body) ? {} : { body: shownBody(response.body) };
    answered({ status, ...(statusText === undefined ? {} : { reason: statusText }), headers: response.headers, ...shown });
    return fault.cutAfter === undefined ? response : cut(response, fault);
  };
}

function broken(): NetworkError {
  return new NetworkError('closed', 'EOF');
}

function instead({ status, reason, headers = {}, body }: FaultAnswer): HttpResponse {
  const response = answer(status, body, headers);
  return reason === undefined ? response : { ...response, statusText: reason };
}

/** The length of the whole is announced, so that the reader knows that something is missing. */
async function cut(response: HttpResponse, { cutAfter = 0 }: Fault): Promise<HttpResponse> {
  const whole = await readBody(response);
  return {
    ...response,
    headers: { ...response.headers, 'content-length': String(whole.length) },
    body: {
      start(sink) {
        sink.write(whole.subarray(0, cutAfter));
        sink.end(new NetworkError('closed', 'unexpected EOF'));
        return () => undefined;
      },
    },
  };
}

function delay(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(milliseconds, resolve);
    signal?.addEventListener('abort', () => {
      timer.cancel();
      reject(broken());
    });
  });
}

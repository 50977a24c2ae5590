import { isStream, type BodySink, type BodyStream, type HttpResponse } from '../../../base/env/http';
import type { Status } from '../../../kube/status';
import { isObject } from '../../../kube/json';
import type { AuditTrail } from '../access';
import { textOf } from './bytes';
import type { Call } from './call';

/** Writes the end of a request's trail: at once, or when the body that is written over time has ended. */
export function audited(trail: AuditTrail, call: Call, response: HttpResponse): HttpResponse {
  const { status, body } = response;
  const unknownCaller = call.caller.name === '' && status === 401;
  if (!isStream(body)) tellObject(trail, response, body);
  if (call.info.verb === 'watch' || unknownCaller) trail.started(status);
  if (unknownCaller) return response;
  if (isStream(body)) return { ...response, body: followed(body, () => trail.completed(status)) };
  trail.completed(status);
  return response;
}

const STATUS = /^\{\s*"kind":\s*"Status"/;
const STATUS_START = 32;

/** Decodes the answer only for a log that wants it, or when it is a Status, which every log wants. */
function tellObject(trail: AuditTrail, { headers }: HttpResponse, body: Uint8Array): void {
  if (headers['content-type'] !== 'application/json') return;
  const isStatus = STATUS.test(textOf(body.subarray(0, STATUS_START)));
  if (!isStatus && !trail.wantsResponseObject) return;
  const object: unknown = JSON.parse(textOf(body));
  // Documents such as the version are no objects.
  if (!isObject(object) || object.kind === undefined) return;
  if (isStatus) trail.responseStatus(object as unknown as Status);
  trail.responseObject(object);
}

/** The stream as before, with word of its end, whoever ends it. */
function followed(body: BodyStream, ended: () => void): BodyStream {
  return {
    start(sink) {
      let over = false;
      const end = (): void => {
        if (!over) ended();
        over = true;
      };
      const watched: BodySink = {
        write: (chunk) => sink.write(chunk),
        onDrain: (callback) => sink.onDrain(callback),
        end() {
          sink.end();
          end();
        },
      };
      const cancel = body.start(watched);
      return () => {
        cancel();
        end();
      };
    },
  };
}

import { goQuote } from '../base/go';
import { groupResource } from './meta';
import type { FieldError } from './field-error';
import type { Status, StatusDetails } from './status';

interface Gr {
  readonly group: string;
  readonly resource: string;
}

interface Failure {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: StatusDetails;
  readonly metadata?: Status['metadata'];
}

/** The one error that the API server throws and its clients catch. Constructors are named as apimachinery's `errors.New…`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;

  constructor(status: Status, options?: ErrorOptions) {
    super(status.message ?? `the server answered ${status.code ?? 'nothing'}`, options);
    this.status = status;
  }

  get code(): number {
    return this.status.code ?? 500;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }

  static of({ code, reason, message, details, metadata }: Failure): ApiError {
    return new ApiError({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: metadata ?? {},
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    });
  }

  static badRequest(message: string): ApiError {
    return ApiError.of({ code: 400, reason: 'BadRequest', message });
  }

  static unauthorized(): ApiError {
    return ApiError.of({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
  }

  static forbidden(gr: Gr, name: string, why: string): ApiError {
    const named = name === '' ? groupResource(gr) : `${groupResource(gr)} ${goQuote(name)}`;
    return ApiError.of({ code: 403, reason: 'Forbidden', message: `${named} is forbidden: ${why}`, details: detailsOf(gr, name) });
  }

  static notFound(gr: Gr, name: string): ApiError {
    return ApiError.of({
      code: 404,
      reason: 'NotFound',
      message: `${groupResource(gr)} ${goQuote(name)} not found`,
      details: detailsOf(gr, name),
    });
  }

  /** A path inside the API that leads nowhere. */
  static noSuchResource(): ApiError {
    return ApiError.of({ code: 404, reason: 'NotFound', message: 'the server could not find the requested resource', details: {} });
  }

  static methodNotSupported(): ApiError {
    const message = 'the server does not allow this method on the requested resource';
    return ApiError.of({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
  }

  static notAcceptable(message: string): ApiError {
    return ApiError.of({ code: 406, reason: 'NotAcceptable', message, details: {} });
  }

  static alreadyExists(gr: Gr, name: string): ApiError {
    return ApiError.of({
      code: 409,
      reason: 'AlreadyExists',
      message: `${groupResource(gr)} ${goQuote(name)} already exists`,
      details: detailsOf(gr, name),
    });
  }

  static conflict(gr: Gr, name: string, why: string): ApiError {
    const message = `Operation cannot be fulfilled on ${groupResource(gr)} ${goQuote(name)}: ${why}`;
    return ApiError.of({ code: 409, reason: 'Conflict', message, details: detailsOf(gr, name) });
  }

  static resourceExpired(message: string, metadata?: Status['metadata']): ApiError {
    return ApiError.of({ code: 410, reason: 'Expired', message, ...(metadata === undefined ? {} : { metadata }) });
  }

  static requestEntityTooLarge(message: string): ApiError {
    return ApiError.of({ code: 413, reason: 'RequestEntityTooLarge', message: `Request entity too large: ${message}` });
  }

  static unsupportedMediaType(message: string): ApiError {
    return ApiError.of({ code: 415, reason: 'UnsupportedMediaType', message, details: {} });
  }

  /** `kind` is a Kind here, where other errors name the resource. */
  static invalid(gk: { readonly group: string; readonly kind: string }, name: string, errors: readonly FieldError[]): ApiError {
    const texts = [...new Set(errors.map((e) => `${e.field}: ${e.message}`))];
    const list = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
    const kind = gk.group === '' ? gk.kind : `${gk.kind}.${gk.group}`;
    const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
    const details = {
      ...(name === '' ? {} : { name }),
      ...(gk.group === '' ? {} : { group: gk.group }),
      ...(gk.kind === '' ? {} : { kind: gk.kind }),
      causes,
    };
    return ApiError.of({ code: 422, reason: 'Invalid', message: `${kind} ${goQuote(name)} is invalid: ${list}`, details });
  }

  static tooManyRequests(message: string, retryAfterSeconds: number): ApiError {
    return ApiError.of({ code: 429, reason: 'TooManyRequests', message, details: { retryAfterSeconds } });
  }

  static internalError(why: string): ApiError {
    return ApiError.of({
      code: 500,
      reason: 'InternalError',
      message: `Internal error occurred: ${why}`,
      details: { causes: [{ message: why }] },
    });
  }

  static timeout(why: string, details: StatusDetails = {}): ApiError {
    return ApiError.of({ code: 504, reason: 'Timeout', message: `Timeout: ${why}`, details });
  }
}

function detailsOf(gr: Gr, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(gr.group === '' ? {} : { group: gr.group }),
    ...(gr.resource === '' ? {} : { kind: gr.resource }),
  };
}

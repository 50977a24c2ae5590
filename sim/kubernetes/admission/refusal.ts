import { ApiError } from '../../../kube/api-error';
import type { StatusCause } from '../../../kube/status';
import type { AdmissionAttributes } from '../model/admission';

/** admission.NewForbidden. */
export function refusal({ resource, name, object }: AdmissionAttributes, why: string): ApiError {
  return ApiError.forbidden(resource, name === '' ? (object?.metadata?.name ?? '') : name, why);
}

export function withCause(error: ApiError, cause: StatusCause): ApiError {
  return new ApiError({ ...error.status, details: { ...error.status.details, causes: [cause] } });
}

import { ApiError } from '../../../kube/api-error';
import type { KubeObject } from '../../../kube/meta';
import type { Call } from './call';

/** Throws 400 when the object does not have the name that the URL says. */
export function checkName(call: Call, { metadata }: KubeObject): void {
  const { name: inUrl } = call.info;
  const name = metadata?.name ?? '';
  if (name === '') throw ApiError.badRequest(`the name of the object (${inUrl} based on URL) was undeterminable: name must be provided`);
  if (name !== inUrl) throw ApiError.badRequest(`the name of the object (${name}) does not match the name on the URL (${inUrl})`);
}

import { ApiError } from '../../kube/api-error';
import { Resources } from '../../kube/resources';
import type { Secret } from '../../kube/types/core';
import { askSecret } from './steps';
import type { Steps } from './steps';

/** The Secret; throws the API server's own error when there is none. */
export function* requireSecret({ namespace, name }: { readonly namespace: string; readonly name: string }): Steps<Secret> {
  const secret = yield* askSecret(namespace, name);
  if (secret === undefined) throw ApiError.notFound(Resources.secrets, name);
  return secret;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

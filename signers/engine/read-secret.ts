import { ApiError } from '../../kube/api-error';
import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import type { Secret } from '../../kube/types/core';
import { isNotFound } from './require-secret';
import type { Answer } from './steps';
import type { World } from './world';

/**
 * The Secret as the API server has it now; rejects with the server's error. One that the cache does not know is not asked for: its name
 * may be none that can be asked for, such as one with a slash.
 */
export async function readSecret(world: World, client: KubeClient, ref: { namespace: string; name: string }): Promise<Secret> {
  const { namespace, name } = ref;
  if (!world.secrets.store.has(`${namespace}/${name}`)) throw ApiError.notFound(Resources.secrets, name);
  return client.get<Secret>(Resources.secrets, name, { namespace });
}

/** The answer to the question for a Secret. */
export async function secretOrNone(world: World, client: KubeClient, ref: { namespace: string; name: string }): Promise<Answer> {
  try {
    return { to: 'secret', value: await readSecret(world, client, ref) };
  } catch (error) {
    if (isNotFound(error)) return { to: 'secret', value: undefined };
    throw error;
  }
}

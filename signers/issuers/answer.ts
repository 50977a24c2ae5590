import type { KubeClient } from '../../kube/client';
import type { Answerer } from '../engine/drive';
import { secretOrNone } from '../engine/read-secret';
import { requestToken } from '../engine/request-token';
import type { World } from '../engine/world';

/** Answers the questions that setting an issuer up comes to; others stay unknown. */
export function setupAnswerer(world: World, client: KubeClient): Answerer {
  return (question) => {
    if (question.ask === 'secret') return secretOrNone(world, client, question);
    if (question.ask === 'token') return requestToken(client, question.token).then((value) => ({ to: 'token', value }));
    return { to: 'unknown' };
  };
}

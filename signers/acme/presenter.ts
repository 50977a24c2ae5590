import type { KubeClient } from '../../kube/client';
import type { World } from '../engine/world';
import type { Presenter } from './challenges/sync';
import { dns01Presenter } from './dns01/presenter';
import { http01Presenter } from './http01/presenter';
import type { ChallengeObject } from './objects';

/** The presenter that a Challenge's solver asks for. */
export function challengePresenter(world: World, client: KubeClient): Presenter {
  const [http01, dns01] = [http01Presenter(world, client), dns01Presenter(world, client)];
  const of = ({ spec }: ChallengeObject): Presenter => (spec?.type === 'DNS-01' ? dns01 : http01);
  return {
    present: (challenge) => of(challenge).present(challenge),
    check: (challenge) => of(challenge).check(challenge),
    cleanUp: (challenge) => of(challenge).cleanUp(challenge),
  };
}

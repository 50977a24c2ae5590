import { timeText } from '../../../../kube/time';
import type { Strategy } from '../../model/strategy';
import { withMember } from '../common/tree';
import type { Stored } from '../generic-strategy';

export const persistentVolumeMain: Strategy<Stored> = {
  prepareForCreate: (volume, { clock }) =>
    withMember(volume, 'status', { phase: 'Pending', lastPhaseTransitionTime: timeText(clock.now()) }),
};

export const persistentVolumeClaimMain: Strategy<Stored> = {
  prepareForCreate: (claim) => withMember(claim, 'status', { phase: 'Pending' }),
};

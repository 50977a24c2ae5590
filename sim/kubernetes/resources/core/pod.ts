import type { Strategy } from '../../model/strategy';
import { withMember } from '../common/tree';
import type { Stored } from '../generic-strategy';
import { validatePodSpec } from './pod-validation';
import { qualityOf } from './quality';

export const podMain: Strategy<Stored> = {
  prepareForCreate: (pod) => withMember(pod, 'status', { phase: 'Pending', qosClass: qualityOf(pod.spec) }),
  validate: (pod) => validatePodSpec(pod.spec, 'spec'),
};

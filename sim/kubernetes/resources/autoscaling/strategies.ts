import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { parseApiVersion } from '../../../../kube/meta';
import type { Strategy } from '../../model/strategy';
import { at, numberAt, textAt } from '../common/tree';
import type { Stored } from '../generic-strategy';

/** In either version: what both say is checked in the same places. */
export const autoscalerMain: Strategy<Stored> = { validate: validateAutoscaler, validateUpdate: validateAutoscaler };

function validateAutoscaler(autoscaler: Stored): FieldError[] {
  const [least, most] = [numberAt(autoscaler, 'spec', 'minReplicas'), numberAt(autoscaler, 'spec', 'maxReplicas')];
  const target = at(autoscaler, 'spec', 'scaleTargetRef');
  const apiVersion = textAt(target, 'apiVersion');
  // The one kind of the core group that can be scaled needs not name it.
  const groupless = parseApiVersion(apiVersion).group === '' && textAt(target, 'kind') !== 'ReplicationController';
  return [
    ...(most < least ? [FieldErrors.invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : []),
    ...(groupless ? [FieldErrors.invalid('spec.scaleTargetRef.apiVersion', apiVersion, 'apiVersion must specify API group')] : []),
  ];
}

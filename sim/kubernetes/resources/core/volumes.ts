import { without } from '../../../../base/objects';
import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { sameTree } from '../../../../kube/same-tree';
import { timeText } from '../../../../kube/time';
import type { Strategy } from '../../model/strategy';
import { at, textAt, withMember } from '../common/tree';
import type { Stored } from '../generic-strategy';

type Spec = Readonly<Record<string, unknown>>;

export const persistentVolumeMain: Strategy<Stored> = {
  prepareForCreate: (volume, { clock }) =>
    withMember(volume, 'status', { phase: 'Pending', lastPhaseTransitionTime: timeText(clock.now()) }),
  validateUpdate: (next, current) =>
    sameTree(sourceOf(next), sourceOf(current))
      ? []
      : [FieldErrors.forbidden('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')],
};

export const persistentVolumeClaimMain: Strategy<Stored> = {
  prepareForCreate: (claim) => withMember(claim, 'status', { phase: 'Pending' }),
  validate: storageErrors,
  validateUpdate: (next, current) => [...storageErrors(next), ...claimErrors(next, current)],
};

/** Where the volume's data are: what its spec says beside how it is used. */
function sourceOf(volume: Stored): object {
  return without(
    specOf(volume),
    ...['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName'],
    ...['mountOptions', 'volumeMode', 'nodeAffinity', 'volumeAttributesClassName'],
  );
}

function storageErrors(claim: Stored): FieldError[] {
  return at(claim, 'spec', 'resources', 'requests', 'storage') === undefined ? [FieldErrors.required('spec.resources[storage]')] : [];
}

const SETTLED = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** A claim may grow and change its class once it is bound, and is bound by naming the volume. */
function claimErrors(next: Stored, current: Stored): FieldError[] {
  const bound = textAt(current, 'status', 'phase') === 'Bound';
  const open = [
    ...(bound ? ['resources', 'volumeAttributesClassName'] : []),
    ...(textAt(current, 'spec', 'volumeName') === '' ? ['volumeName'] : []),
  ];
  const same = sameTree(without(specOf(next), ...open), without(specOf(current), ...open));
  return same ? [] : [FieldErrors.forbidden('spec', SETTLED)];
}

function specOf({ spec }: Stored): Spec {
  return { ...(spec as Spec | undefined) };
}

import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { Lease } from '../../../../kube/types/coordination';
import { without } from '../../../../base/objects';
import type { Strategy } from '../../model/strategy';

export const leaseMain: Strategy<Lease> = {
  prepareForCreate: withoutCoordination,
  prepareForUpdate: withoutCoordination,
  validate: validateLease,
  validateUpdate: validateLease,
};

/** Coordinated leader election is off by default, and its fields with it. */
function withoutCoordination(lease: Lease): Lease {
  if (lease.spec === undefined) return lease;
  return { ...lease, spec: without<Record<string, unknown>, string>({ ...lease.spec }, 'strategy', 'preferredHolder') };
}

function validateLease({ spec = {} }: Lease): FieldError[] {
  const { leaseDurationSeconds, leaseTransitions } = spec;
  return [
    ...(leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0
      ? [FieldErrors.invalid('spec.leaseDurationSeconds', leaseDurationSeconds, 'must be greater than 0')]
      : []),
    ...(leaseTransitions !== undefined && leaseTransitions < 0
      ? [FieldErrors.invalid('spec.leaseTransitions', leaseTransitions, 'must be greater than or equal to 0')]
      : []),
  ];
}

import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { isObject, type JsonObject } from '../../../../kube/json';
import type { Strategy } from '../../model/strategy';
import { without } from '../../../../base/objects';
import { at, listAt, textAt, withMember } from '../common/tree';
import type { Stored } from '../generic-strategy';
import { validatePodSpec } from './pod-validation';
import { qualityOf } from './quality';

export const podMain: Strategy<Stored> = {
  applyDefaults: withAddresses,
  prepareForCreate: (pod) => withMember(pod, 'status', { phase: 'Pending', qosClass: qualityOf(pod.spec) }),
  validate: (pod) => validatePodSpec(pod.spec, 'spec'),
  validateUpdate: (next, current) => [...validatePodSpec(next.spec, 'spec'), ...specChangeErrors(next, current)],
};

export const podStatus: Strategy<Stored> = { applyDefaults: withAddresses };

// Go adds how the two specs differ, printed as its internal structs are.
const FIXED =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** One address is also a list of one. */
function withAddresses(pod: Stored): Stored {
  const address = textAt(pod, 'status', 'podIP');
  if (address === '' || listAt(pod, 'status', 'podIPs').length > 0) return pod;
  return withMember(pod, 'status', { ...(pod.status as object), podIPs: [{ ip: address }] });
}

function specChangeErrors(next: Stored, current: Stored): FieldError[] {
  const same = JSON.stringify(fixedPart(next)) === JSON.stringify(fixedPart(current));
  return same ? [] : [FieldErrors.forbidden('spec', FIXED)];
}

/** The spec without what may change, its members in one order. */
function fixedPart(pod: Stored): JsonObject {
  const spec = at(pod, 'spec');
  const { containers, initContainers, ...rest } = isObject(spec) ? spec : {};
  const fixed = without(rest, 'activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'schedulingGates');
  const sorted = Object.entries(fixed).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...Object.fromEntries(sorted), containers: withoutImages(containers), initContainers: withoutImages(initContainers) };
}

function withoutImages(containers: unknown): JsonObject[] {
  return listAt(containers)
    .filter(isObject)
    .map((container) => {
      const entries = Object.entries(container).filter(([member]) => member !== 'image');
      return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    });
}

import type { CustomResourceDefinition } from '../../../kube/types/apiextensions';
import { sameTree } from '../../../kube/same-tree';
import { approvalCondition } from './approval';
import { conditionOf, isTrue, says, withCondition, type Said } from './conditions';
import { acceptNames } from './names';

const INSTALLING: Said = {
  type: 'Established',
  status: 'False',
  reason: 'Installing',
  message: 'the initial names have been accepted',
};
export const ESTABLISHED: Said = { ...INSTALLING, status: 'True', reason: 'InitialNamesAccepted' };
const NOT_ACCEPTED: Said = { ...INSTALLING, reason: 'NotAccepted', message: 'not all names are accepted' };

/**
 * The next status that upstream's controllers write, one write at a time: names, then establishment. Undefined when nothing is left to
 * say. `others` are the definitions of the same group.
 */
export function nextStatus(
  crd: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: number,
): CustomResourceDefinition | undefined {
  return named(crd, others, now) ?? approved(crd, now) ?? established(crd, now);
}

function named(
  crd: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: number,
): CustomResourceDefinition | undefined {
  if (sameTree(crd.spec?.names, crd.status?.acceptedNames) && isTrue(crd, 'NamesAccepted')) return undefined;
  const { accepted, condition } = acceptNames(crd, others);
  if (sameTree(accepted, crd.status?.acceptedNames ?? {}) && says(crd, condition)) return undefined;
  const withNames = withCondition({ ...crd, status: { ...crd.status, acceptedNames: accepted } }, condition, now);
  if (isTrue(crd, 'Established')) return withNames;
  if (condition.status === 'True') return withCondition(withNames, INSTALLING, now);
  return conditionOf(crd, 'Established') === undefined ? withCondition(withNames, NOT_ACCEPTED, now) : withNames;
}

function approved(crd: CustomResourceDefinition, now: number): CustomResourceDefinition | undefined {
  const said = approvalCondition(crd);
  return said === undefined || says(crd, said) ? undefined : withCondition(crd, said, now);
}

function established(crd: CustomResourceDefinition, now: number): CustomResourceDefinition | undefined {
  if (isTrue(crd, 'Established') || !isTrue(crd, 'NamesAccepted')) return undefined;
  return withCondition(crd, ESTABLISHED, now);
}

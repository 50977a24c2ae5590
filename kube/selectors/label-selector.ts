import { goQuote } from '../../base/go';
import { ApiError } from '../api-error';
import { aggregateText } from './aggregate';
import { parseLabelRequirements } from './label-parser';
import { compileRequirement, requirementProblems, requirementText } from './requirement';
import type { LabelSelector as LabelSelectorObject } from '../types/rbac';
import type { Labels, Operator, Requirement } from './requirement';

/** A label selector compiled once, for any number of objects. */
export interface LabelSelector {
  /** Sorted by key. */
  readonly requirements: readonly Requirement[];
  /** Canonical: equal texts select the same objects. */
  readonly text: string;
  /** Selects everything. */
  readonly empty: boolean;
  matches(labels: Labels | undefined): boolean;
  /** The only value `key` may have, when the first requirement on it says so. */
  exactValue(key: string): string | undefined;
}

const NO_LABELS: Labels = {};

const OBJECT_OPERATORS: Readonly<Record<string, Operator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };

/** What `labelSelector=` says. Throws 400 with Go's explanation. */
export function parseLabelSelector(text: string): LabelSelector {
  return compile(parseLabelRequirements(text));
}

/**
 * What a LabelSelector object (matchLabels, matchExpressions) says: absent selects nothing, empty selects everything.
 * Throws 400 with Go's explanation.
 */
export function labelSelectorOf(selector: LabelSelectorObject | undefined): LabelSelector {
  if (selector === undefined) return NOTHING;
  const exact = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => checked({ key, operator: '=', values: [value] }));
  const expressions = (selector.matchExpressions ?? []).map(({ key = '', operator = '', values = [] }) => {
    const known = Object.hasOwn(OBJECT_OPERATORS, operator) ? OBJECT_OPERATORS[operator] : undefined;
    if (known === undefined) throw ApiError.badRequest(`${goQuote(operator)} is not a valid label selector operator`);
    return checked({ key, operator: known, values });
  });
  return compile([...exact, ...expressions]);
}

/** Selects objects that carry all of `labels`. */
export function labelSelectorFromSet(labels: Labels): LabelSelector {
  return compile(Object.entries(labels).map(([key, value]) => ({ key, operator: '=', values: [value] })));
}

function checked(requirement: Requirement): Requirement {
  const problems = requirementProblems(requirement);
  if (problems.length > 0) throw ApiError.badRequest(aggregateText(problems));
  return requirement;
}

function compile(given: readonly Requirement[]): LabelSelector {
  const requirements = [...given].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const tests = requirements.map(compileRequirement);
  return {
    requirements,
    text: requirements.map(requirementText).join(','),
    empty: requirements.length === 0,
    matches: (labels = NO_LABELS) => tests.every((test) => test(labels)),
    exactValue(key) {
      const first = requirements.find((requirement) => requirement.key === key);
      if (first?.values.length !== 1) return undefined;
      return ['=', '==', 'in'].includes(first.operator) ? first.values[0] : undefined;
    },
  };
}

/** Selects no object. Its text is no selector's, so that it never shares a group with one. */
const NOTHING: LabelSelector = { requirements: [], text: '\0nothing', empty: false, matches: () => false, exactValue: () => undefined };

export const everyLabel: LabelSelector = compile([]);

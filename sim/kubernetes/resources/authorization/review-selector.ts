import { parseFieldSelector, parseLabelSelector } from '../../../../kube/selectors';
import type { FieldSelectorAttributes, LabelSelectorAttributes, ResourceAttributes } from '../../../../kube/types/authorization';

export interface ReviewSelector {
  /** What a field must equal. */
  readonly fields: Readonly<Record<string, string>>;
  /** Which selectors could not be read, for the review's evaluationError; empty when all could. */
  readonly error: string;
}

interface Read {
  readonly fields: Readonly<Record<string, string>>;
  /** Requirements understood, and whether any was not. */
  readonly count: number;
  readonly failed: boolean;
}

/** A requirement that cannot be read is left out, which asks for more: so nothing is allowed that should not be. */
export function selectorOf({ fieldSelector, labelSelector }: ResourceAttributes): ReviewSelector {
  const field = fieldSelector === undefined ? NOTHING : readFields(fieldSelector);
  const label = labelSelector === undefined ? NOTHING : readLabels(labelSelector);
  const errors = [errorText('fieldSelector', field), errorText('labelSelector', label)].filter((text) => text !== '');
  return { fields: field.fields, error: errors.join('; ') };
}

const NOTHING: Read = { fields: {}, count: 0, failed: false };

function errorText(selector: string, { failed, count }: Read): string {
  if (!failed) return '';
  return `spec.resourceAttributes.${selector} ${count > 0 ? 'partially ignored' : 'ignored'} due to parse error`;
}

function readFields({ rawSelector = '', requirements = [] }: FieldSelectorAttributes): Read {
  if (requirements.length === 0) {
    const parsed = attempt(() => parseFieldSelector(rawSelector).requirements);
    const equalities = (parsed ?? []).filter(({ operator }) => operator === '=').map(({ field, value }) => [field, value] as const);
    return { fields: Object.fromEntries(equalities), count: parsed?.length ?? 0, failed: parsed === undefined };
  }
  const single = requirements.filter(({ operator, values = [] }) => (operator === 'In' || operator === 'NotIn') && values.length === 1);
  const equalities = single.filter(({ operator }) => operator === 'In').map(({ key = '', values = [] }) => [key, values[0] ?? ''] as const);
  return { fields: Object.fromEntries(equalities), count: single.length, failed: single.length < requirements.length };
}

const LABEL_OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

function readLabels({ rawSelector = '', requirements = [] }: LabelSelectorAttributes): Read {
  if (requirements.length === 0) {
    const parsed = attempt(() => parseLabelSelector(rawSelector).requirements);
    return { fields: {}, count: parsed?.length ?? 0, failed: parsed === undefined };
  }
  // What is wrong with keys and values was refused before.
  const count = requirements.filter(({ operator = '' }) => LABEL_OPERATORS.includes(operator)).length;
  return { fields: {}, count, failed: count < requirements.length };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

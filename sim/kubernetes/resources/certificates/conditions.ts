import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../../../kube/types/certificates';

export type Condition = CertificateSigningRequestCondition;

export interface ConditionRules {
  readonly allowBothApprovalConditions: boolean;
  readonly allowDuplicateConditionTypes: boolean;
  readonly allowEmptyConditionType: boolean;
}

const ALL_STATUSES: readonly string[] = ['False', 'True', 'Unknown'];
/** Conditions that cannot be taken back may only be True. */
const TRUE_ONLY: readonly string[] = ['True'];
const FINAL_TYPES: readonly string[] = ['Approved', 'Denied', 'Failed'];

export function conditionsOf(csr: CertificateSigningRequest, type?: string): readonly Condition[] {
  const conditions = csr.status?.conditions ?? [];
  return type === undefined ? conditions : conditions.filter((condition) => condition.type === type);
}

export function validateConditions(conditions: readonly Condition[], rules: ConditionRules): FieldError[] {
  const field = 'status.conditions';
  const seen = new Set<string>();
  return conditions.flatMap(({ type = '', status = '' }, index) => {
    const at = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (type === '' && !rules.allowEmptyConditionType) errors.push(FieldErrors.required(`${at}.type`));
    errors.push(...validateStatus(status, FINAL_TYPES.includes(type) ? TRUE_ONLY : ALL_STATUSES, `${at}.status`));
    if (!rules.allowBothApprovalConditions && contradicts(type, seen)) {
      errors.push(FieldErrors.invalid(field, type, 'Approved and Denied conditions are mutually exclusive'));
    }
    if (!rules.allowDuplicateConditionTypes && seen.has(type)) errors.push(FieldErrors.duplicate(`${at}.type`, type));
    seen.add(type);
    return errors;
  });
}

function validateStatus(status: string, allowed: readonly string[], field: string): FieldError[] {
  if (status === '') return [FieldErrors.required(field)];
  return allowed.includes(status) ? [] : [FieldErrors.notSupported(field, status, allowed)];
}

function contradicts(type: string, seen: ReadonlySet<string>): boolean {
  return (type === 'Approved' && seen.has('Denied')) || (type === 'Denied' && seen.has('Approved'));
}

/** Zero times are filled: the update with now, the transition with the stored one of the same type and status if there is one. */
export function withConditionTimes(next: readonly Condition[], current: readonly Condition[], now: string): Condition[] {
  return next.map((condition) => {
    const same = current.find(({ type, status, lastTransitionTime }) => {
      return type === condition.type && status === condition.status && lastTransitionTime !== undefined;
    });
    return {
      ...condition,
      lastUpdateTime: condition.lastUpdateTime ?? now,
      lastTransitionTime: condition.lastTransitionTime ?? same?.lastTransitionTime ?? now,
    };
  });
}

/** Approved and Denied are not /status's to change: put back one for one, unless their number differs, which validation reports. */
export function withStoredInstances(next: readonly Condition[], current: readonly Condition[], type: string): readonly Condition[] {
  const stored = current.filter((condition) => condition.type === type);
  if (stored.length !== next.filter((condition) => condition.type === type).length) return next;
  let index = 0;
  return next.map((condition) => (condition.type === type ? (stored[index++] ?? condition) : condition));
}

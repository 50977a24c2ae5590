import { ApiError } from '../../../../kube/api-error';
import type { AdmissionAttributes } from '../../model/admission';
import { admissionRequest } from './review-request';
import type { Invocation } from './invocation';

/** Evaluates a CEL expression over variables as JSON has them. Throws an Error that says what went wrong. */
export type ConditionEvaluator = (expression: string, variables: Readonly<Record<string, unknown>>) => boolean;

/**
 * Whether all conditions of a webhook hold. One that is false decides, whatever happens to the others; else a condition that cannot be
 * evaluated refuses the request (403), or, where failures are ignored, skips the webhook.
 */
export function conditionsHold(attributes: AdmissionAttributes, invocation: Invocation, evaluate: ConditionEvaluator): boolean {
  const { matchConditions, failOpen } = invocation.hook;
  if (matchConditions.length === 0) return true;
  const { object, oldObject, ...request } = admissionRequest(attributes, invocation);
  const faults: string[] = [];
  for (const { expression = '' } of matchConditions) {
    try {
      if (!evaluate(expression, { object, oldObject, request })) return false;
    } catch (error) {
      faults.push(`expression '${expression}' resulted in error: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (faults.length === 0) return true;
  if (failOpen) return false;
  const texts = [...new Set(faults)];
  const why = texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
  throw ApiError.forbidden(attributes.resource, attributes.name, why);
}

import { FieldErrors, type FieldError } from '../../../../../kube/field-error';

/** What one rule, and all rules of one schema, may cost at most by estimate. */
export const RULE_LIMIT = 10_000_000;
const SCHEMA_LIMIT = 100_000_000;

// As many of the most expensive rules are named.
const NAMED = 4;

/** Adds up what the rules of a schema may cost. */
export class TotalCost {
  #sum = 0;
  readonly #rules: { readonly path: string; readonly cost: number }[] = [];

  observe(path: string, cost: number): void {
    this.#sum += cost;
    if (cost > 0) this.#rules.push({ path, cost });
  }

  errors(path: string): readonly FieldError[] {
    if (this.#sum <= SCHEMA_LIMIT) return [];
    const why = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    const worst = [...this.#rules].sort((a, b) => b.cost - a.cost).slice(0, NAMED);
    const total = costText('x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema', this.#sum, SCHEMA_LIMIT);
    return [...worst.map((rule) => FieldErrors.forbidden(rule.path, why)), FieldErrors.forbidden(path, total)];
  }
}

export function costText(what: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const text = factor > 100 ? 'more than 100x' : `${factor < 1.5 ? factor.toFixed(6) : factor.toFixed(1)}x`;
  return `${what} exceeds budget by factor of ${text} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`;
}

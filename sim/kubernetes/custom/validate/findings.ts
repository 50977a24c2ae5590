import type { FieldError } from '../../../../kube/field-error';

/** What a schema finds wrong with a value. A finding whose text was there before is not repeated, whatever its place. */
export class Findings {
  readonly errors: FieldError[] = [];
  /** Checks that were made: alternatives that failed are compared by it. */
  checks = 0;
  readonly #texts = new Set<string>();

  get clean(): boolean {
    return this.errors.length === 0;
  }

  /** `text` is what upstream's error says, which may differ from what the field error shows. */
  add(error: FieldError, text: string): void {
    if (this.#texts.has(text)) return;
    this.#texts.add(text);
    this.errors.push(error);
    this.#order.push(text);
  }

  merge(other: Findings): void {
    other.errors.forEach((error, index) => this.add(error, other.#order[index] ?? ''));
    this.checks += other.checks;
  }

  readonly #order: string[] = [];
}

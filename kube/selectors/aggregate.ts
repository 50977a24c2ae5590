import type { FieldError } from '../field-error';

/** How Go prints a list of errors as one: alone as it is, several in brackets, each text once. */
export function aggregateText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  return texts.length === 1 ? texts.join('') : `[${texts.join(', ')}]`;
}

import { goJson, goQuote } from '../../../../base/go';
import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import type { Json } from '../../../../kube/json';
import type { Findings } from './findings';

/** Where upstream's error has no place. */
const NOWHERE = '<nil>';

/** kube-openapi's errors, as apiextensions-apiserver shows them. `path` is `spec.list[0].name`. */
export const report = {
  type(out: Findings, path: string, types: string, got: string): void {
    const text = `${path} in body must be of type ${types}: ${goQuote(got)}`;
    out.add(FieldErrors.typeInvalid(fieldOf(path), got, text), text);
  },
  required(out: Findings, path: string): void {
    out.add(FieldErrors.required(fieldOf(path)), `${path} in body is required`);
  },
  enumeration(out: Findings, path: string, value: Json, allowed: readonly Json[]): void {
    const values = allowed.map((one) => (typeof one === 'string' ? one : goJson(one)));
    out.add(FieldErrors.notSupported(fieldOf(path), value, values), `${path} in body should be one of ${goJson(values)}`);
  },
  tooLong(out: Findings, path: string, max: number): void {
    out.add(FieldErrors.tooLong(fieldOf(path), max), `${path} in body should be at most ${max} chars long`);
  },
  tooMany(out: Findings, path: string, { actual, max }: { readonly actual: number; readonly max: number }): void {
    out.add(FieldErrors.tooMany(fieldOf(path), actual, max), `${path} in body should have at most ${max} items`);
  },
  invalid(out: Findings, path: string, value: Json, why: string): void {
    const text = `${path} in body ${why}`;
    out.add(FieldErrors.invalid(fieldOf(path), value, text), text);
  },
  /** About a combination of schemas, or a number that does not fit its Go type: without a place. */
  elsewhere(out: Findings, text: string): void {
    out.add(nowhere(text), text);
  },
};

function nowhere(text: string): FieldError {
  return FieldErrors.invalid(NOWHERE, '', text);
}

function fieldOf(path: string): string {
  const field = path.startsWith('.') ? path.slice(1) : path;
  return field === '' ? NOWHERE : field;
}

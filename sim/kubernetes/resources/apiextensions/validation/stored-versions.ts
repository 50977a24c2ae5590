import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import type { CustomResourceDefinition } from '../../../../../kube/types/apiextensions';

const PATH = 'status.storedVersions';

/** Every version that objects were ever stored in has to be known, and the one of today has to be among them. */
export function storedVersionErrors({ spec, status }: CustomResourceDefinition): readonly FieldError[] {
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) return [FieldErrors.invalid(PATH, status?.storedVersions ?? null, 'must have at least one stored version')];
  const versions = spec?.versions ?? [];
  const names = versions.map(({ name }) => name ?? '');
  const unknown = stored.flatMap((name, index) =>
    names.includes(name) ? [] : [FieldErrors.invalid(`${PATH}[${index}]`, name, 'must appear in spec.versions')],
  );
  const current = versions.find(({ storage }) => storage === true)?.name;
  if (current === undefined || stored.includes(current)) return unknown;
  return [...unknown, FieldErrors.invalid(PATH, stored, `must have the storage version ${current}`)];
}

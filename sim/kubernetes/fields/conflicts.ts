import { goQuote } from '../../../base/go';
import { ApiError } from '../../../kube/api-error';
import { FieldSet } from './field-set';
import { pathText } from './path-element';
import type { FieldPath } from './field-set';
import type { Manager, Managers } from './managers';

/** What others own of an applied configuration, by their identity. */
export type Conflicts = ReadonlyMap<string, FieldSet>;

/** The answer to an apply that would take fields away from others: 409 with one cause per field. */
export function conflictError(conflicts: Conflicts, managers: Managers): ApiError {
  const found = [...conflicts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([identity, fields]) => describe(managers.get(identity), fields));
  const causes = found.flatMap(({ manager, paths }) =>
    paths.map((path) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field: pathText(path) })),
  );
  return ApiError.of({ code: 409, reason: 'Conflict', message: messageOf(found, causes.length), details: { causes } });
}

/** The conflicts without the allowed paths; undefined when none is left. */
export function conflictsBeyond(conflicts: Conflicts, allowed: FieldSet): Conflicts | undefined {
  const left = [...conflicts]
    .map(([identity, fields]): [string, FieldSet] => [identity, fields.difference(allowed)])
    .filter(([, fields]) => !fields.isEmpty);
  return left.length === 0 ? undefined : new Map(left);
}

interface Conflict {
  readonly manager: string;
  readonly paths: readonly FieldPath[];
}

function describe(manager: Manager | undefined, fields: FieldSet): Conflict {
  return { manager: manager === undefined ? '""' : managerText(manager), paths: [...fields.paths()] };
}

function managerText({ name, operation, apiVersion, subresource }: Manager): string {
  const through = subresource === '' ? '' : ` with subresource ${goQuote(subresource)}`;
  return `${goQuote(name)}${through}${operation === 'Update' ? ` using ${apiVersion}` : ''}`;
}

function messageOf(conflicts: readonly Conflict[], count: number): string {
  const [only] = conflicts;
  if (count === 1 && only !== undefined) {
    return `Apply failed with 1 conflict: conflict with ${only.manager}: ${only.paths.map(pathText).join('')}`;
  }
  const lines = conflicts.flatMap(({ manager, paths }) => [`conflicts with ${manager}:`, ...paths.map((path) => `- ${pathText(path)}`)]);
  return `Apply failed with ${count} conflicts: ${lines.join('\n')}`;
}

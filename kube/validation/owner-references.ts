import { Verbatim, FieldErrors, type FieldError } from '../field-error';
import type { OwnerReference } from '../meta';

/** Bodies are not trusted to have every member. */
export function validateOwnerReferences(owners: readonly Partial<OwnerReference>[], field: string): FieldError[] {
  const errors: FieldError[] = [];
  let first = '';
  for (const owner of owners) {
    errors.push(...validateOwnerReference(owner, field));
    if (owner.controller !== true) continue;
    const name = `${owner.kind ?? ''}/${owner.name ?? ''}`;
    if (first === '') first = name;
    else errors.push(twoControllers(owners, field, `${first} and ${name}`));
  }
  return errors;
}

function twoControllers(owners: readonly Partial<OwnerReference>[], field: string, names: string): FieldError {
  const value = new Verbatim(`[${owners.map(printed).join(',')}]`);
  return FieldErrors.invalid(field, value, `Only one reference can have Controller set to true. Found "true" in references for ${names}`);
}

function validateOwnerReference(owner: Partial<OwnerReference>, field: string): FieldError[] {
  const { apiVersion = '', kind = '', name = '', uid = '' } = owner;
  const errors: FieldError[] = [];
  if (versionOf(apiVersion) === '') errors.push(FieldErrors.invalid(`${field}.apiVersion`, apiVersion, 'version must not be empty'));
  for (const [member, value] of Object.entries({ kind, name, uid })) {
    if (value === '') errors.push(FieldErrors.invalid(`${field}.${member}`, value, 'must not be empty'));
  }
  // Events expire by themselves, so nothing may live by them. Upstream bans the core group's only.
  if (apiVersion === 'v1' && kind === 'Event') {
    errors.push(FieldErrors.invalid(field, new Verbatim(printed(owner)), '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function versionOf(apiVersion: string): string {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? '' : (parts[parts.length - 1] ?? '');
}

// A Go struct prints its members in the order of its declaration.
function printed({ apiVersion = '', kind = '', name = '', uid = '', controller, blockOwnerDeletion }: Partial<OwnerReference>): string {
  return JSON.stringify({ apiVersion, kind, name, uid, controller, blockOwnerDeletion });
}

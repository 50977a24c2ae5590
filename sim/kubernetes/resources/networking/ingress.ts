import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { dnsSubdomainErrors, wildcardSubdomainErrors } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import { at, listAt, textAt } from '../common/tree';
import type { Stored } from '../generic-strategy';

const PATH_TYPES: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix'];

export const ingressMain: Strategy<Stored> = { validate: validateIngress, validateUpdate: validateIngress };

function validateIngress(ingress: Stored): FieldError[] {
  const rules = listAt(ingress, 'spec', 'rules');
  if (rules.length === 0 && at(ingress, 'spec', 'defaultBackend') === undefined) {
    return [FieldErrors.invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')];
  }
  return rules.flatMap((rule, index) => [
    ...hostErrors(textAt(rule, 'host'), `spec.rules[${index}].host`),
    ...listAt(rule, 'http', 'paths').flatMap((path, at) => pathErrors(path, `spec.rules[${index}].http.paths[${at}]`)),
  ]);
}

function hostErrors(host: string, field: string): FieldError[] {
  if (host === '') return [];
  const texts = host.includes('*') ? wildcardSubdomainErrors(host) : dnsSubdomainErrors(host);
  return texts.map((text) => FieldErrors.invalid(field, host, text));
}

function pathErrors(path: unknown, field: string): FieldError[] {
  const type = textAt(path, 'pathType');
  const value = textAt(path, 'path');
  if (type === '') return [FieldErrors.required(`${field}.pathType`, 'pathType must be specified')];
  if (!PATH_TYPES.includes(type)) return [FieldErrors.notSupported(`${field}.pathType`, type, PATH_TYPES)];
  if (type === 'ImplementationSpecific' || value.startsWith('/')) return [];
  return [FieldErrors.invalid(`${field}.path`, value, 'must be an absolute path')];
}

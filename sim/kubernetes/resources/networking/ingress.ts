import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { dnsSubdomainErrors, wildcardSubdomainErrors } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import { at, listAt, numberAt, textAt } from '../common/tree';
import type { Stored } from '../generic-strategy';

const PATH_TYPES: readonly string[] = ['Exact', 'ImplementationSpecific', 'Prefix'];

export const ingressMain: Strategy<Stored> = { validate: validateIngress, validateUpdate: validateIngress };

function validateIngress(ingress: Stored): FieldError[] {
  const rules = listAt(ingress, 'spec', 'rules');
  if (rules.length === 0 && at(ingress, 'spec', 'defaultBackend') === undefined) {
    return [FieldErrors.invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')];
  }
  const fallback = at(ingress, 'spec', 'defaultBackend');
  return [
    ...(fallback === undefined ? [] : backendErrors(fallback, 'spec.defaultBackend')),
    ...rules.flatMap((rule, index) => [
      ...hostErrors(textAt(rule, 'host'), `spec.rules[${index}].host`),
      ...listAt(rule, 'http', 'paths').flatMap((path, at) => pathErrors(path, `spec.rules[${index}].http.paths[${at}]`)),
    ]),
  ];
}

/** Requests go to a port of a service, or to an object of another kind. */
function backendErrors(backend: unknown, field: string): FieldError[] {
  const [service, resource] = [at(backend, 'service'), at(backend, 'resource')];
  if (service === undefined && resource === undefined) return [FieldErrors.invalid(field, '', 'resource or service backend is required')];
  if (service !== undefined && resource !== undefined) {
    return [FieldErrors.invalid(field, '', 'cannot set both resource and service backends')];
  }
  const port = at(service, 'port');
  const named = textAt(port, 'name') !== '' || numberAt(port, 'number') !== 0;
  // Without a name the service is wrong already.
  if (service === undefined || named || textAt(service, 'name') === '') return [];
  return [FieldErrors.required(field, 'port name or number is required')];
}

function hostErrors(host: string, field: string): FieldError[] {
  if (host === '') return [];
  const texts = host.includes('*') ? wildcardSubdomainErrors(host) : dnsSubdomainErrors(host);
  return texts.map((text) => FieldErrors.invalid(field, host, text));
}

function pathErrors(path: unknown, field: string): FieldError[] {
  return [...matchErrors(path, field), ...backendErrors(at(path, 'backend'), `${field}.backend`)];
}

function matchErrors(path: unknown, field: string): FieldError[] {
  const type = textAt(path, 'pathType');
  const value = textAt(path, 'path');
  if (type === '') return [FieldErrors.required(`${field}.pathType`, 'pathType must be specified')];
  if (!PATH_TYPES.includes(type)) return [FieldErrors.notSupported(`${field}.pathType`, type, PATH_TYPES)];
  if (type === 'ImplementationSpecific' || value.startsWith('/')) return [];
  return [FieldErrors.invalid(`${field}.path`, value, 'must be an absolute path')];
}

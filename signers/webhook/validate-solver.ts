import { parseDuration } from '../../base/go';
import { FieldErrors } from '../../kube/field-error';
import type { FieldError } from '../../kube/field-error';
import type { JsonObject } from '../../kube/json';
import { read } from './fields';
import { subdomainProblems } from './subdomain';
import { validateDns01 } from './validate-dns01';

const SERVICE_TYPES: readonly string[] = ['', 'ClusterIP', 'NodePort'];

/** One entry of `spec.acme.solvers`. */
export function validateSolver(solver: JsonObject, path: string): FieldError[] {
  const http01 = read.object(solver, 'http01');
  const dns01 = read.object(solver, 'dns01');
  return [
    ...(http01 ? validateHttp01(http01, `${path}.http01`) : []),
    ...(http01 && dns01 ? [FieldErrors.forbidden(path, 'may not specify more than one solver type in a single solver')] : []),
    ...(!http01 && dns01 ? validateDns01(dns01, `${path}.dns01`) : []),
    ...(!http01 && !dns01 ? [FieldErrors.required(path, 'no solver type configured')] : []),
    ...validateWait(read.text(solver, 'waitInsteadOfSelfCheck'), path),
  ];
}

function validateWait(text: string, path: string): FieldError[] {
  const wait = text === '' ? 0n : parseDuration(text);
  if (wait >= 0n) return [];
  return [FieldErrors.invalid(`${path}.waitInsteadOfSelfCheck`, wait, 'waitInsteadOfSelfCheck must not be negative')];
}

function validateHttp01(http01: JsonObject, path: string): FieldError[] {
  const ingress = read.object(http01, 'ingress');
  const gateway = read.object(http01, 'gatewayHTTPRoute');
  return [
    ...(ingress ? validateIngress(ingress, `${path}.ingress`) : []),
    ...(gateway ? validateGateway(gateway, `${path}.gateway`) : []),
    ...(!ingress && !gateway ? [FieldErrors.required(path, 'no HTTP01 solver type configured')] : []),
    ...(ingress && gateway ? [FieldErrors.required(path, 'only 1 HTTP01 solver type may be configured')] : []),
  ];
}

function validateIngress(ingress: JsonObject, path: string): FieldError[] {
  const className = read.optionalText(ingress, 'ingressClassName');
  const named = [read.optionalText(ingress, 'class') !== undefined, className !== undefined, read.text(ingress, 'name') !== ''];
  const problems = className === undefined ? [] : subdomainProblems(className);
  return [
    ...(named.filter(Boolean).length > 1
      ? [FieldErrors.forbidden(path, "only one of 'ingressClassName', 'name' or 'class' should be specified")]
      : []),
    ...(problems.length > 0
      ? [FieldErrors.invalid(`${path}.ingressClassName`, className, `must be a valid IngressClass name: ${problems.join(', ')}`)]
      : []),
    ...validateServiceType(ingress, path),
  ];
}

function validateGateway(gateway: JsonObject, path: string): FieldError[] {
  const parents = read.objects(gateway, 'parentRefs').map((parent, i) => {
    const [name, kind] = [read.text(parent, 'name'), read.optionalText(parent, 'kind')];
    if (kind !== undefined && name === '')
      return FieldErrors.required(`${path}.parentRefs[${i}].name`, 'name is required when kind is specified');
    if (name !== '' && kind === undefined)
      return FieldErrors.required(`${path}.parentRefs[${i}].kind`, 'kind is required when name is specified');
    return undefined;
  });
  // Only the first faulty parent is told.
  const faulty = parents.find((error) => error !== undefined);
  return [...validateServiceType(gateway, path), ...(faulty ? [faulty] : [])];
}

function validateServiceType(of: JsonObject, path: string): FieldError[] {
  const type = read.text(of, 'serviceType');
  if (SERVICE_TYPES.includes(type)) return [];
  return [FieldErrors.invalid(`${path}.serviceType`, type, 'must be empty, "ClusterIP" or "NodePort"')];
}

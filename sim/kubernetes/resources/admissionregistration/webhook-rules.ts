import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { listAt, textAt } from '../common/tree';
import { oneOf } from '../core/pod-validation';

const OPERATIONS: readonly string[] = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES: readonly string[] = ['*', 'Cluster', 'Namespaced'];

/** Which requests a webhook is asked about. */
export function validateWebhookRule(rule: unknown, field: string): FieldError[] {
  const operations = listAt(rule, 'operations').map(String);
  return [
    ...listErrors(operations, `${field}.operations`, 'operations'),
    ...operations.flatMap((operation, index) => oneOf(operation, OPERATIONS, `${field}.operations[${index}]`)),
    ...listErrors(listAt(rule, 'apiGroups').map(String), `${field}.apiGroups`, 'API groups'),
    ...versionErrors(listAt(rule, 'apiVersions').map(String), `${field}.apiVersions`),
    ...resourceErrors(listAt(rule, 'resources').map(String), `${field}.resources`),
    ...oneOf(textAt(rule, 'scope'), SCOPES, `${field}.scope`),
  ];
}

/** A star makes everything beside it pointless, which is taken for a mistake. */
function listErrors(values: readonly string[], field: string, what: string): FieldError[] {
  if (values.length === 0) return [FieldErrors.required(field)];
  if (values.length === 1 || !values.includes('*')) return [];
  return [FieldErrors.invalid(field, values, `if '*' is present, must not specify other ${what}`)];
}

function versionErrors(versions: readonly string[], field: string): FieldError[] {
  const empty = versions.flatMap((version, index) => (version === '' ? [FieldErrors.required(`${field}[${index}]`)] : []));
  return [...listErrors(versions, field, 'API versions'), ...empty];
}

function resourceErrors(resources: readonly string[], field: string): FieldError[] {
  if (resources.length === 0) return [FieldErrors.required(field)];
  const wholes = new Set(resources.filter((resource) => resource.endsWith('/*')).map((resource) => resource.slice(0, -2)));
  const errors = resources.flatMap((resource, index) => {
    if (resource === '') return [FieldErrors.required(`${field}[${index}]`)];
    const [name = '', subresource] = resource.split('/');
    const covered = subresource !== undefined && subresource !== '*' && wholes.has(name);
    return covered ? [FieldErrors.invalid(`${field}[${index}]`, resource, `if '${name}/*' is present, must not specify ${resource}`)] : [];
  });
  if (resources.includes('*/*') && resources.length > 1) {
    errors.push(FieldErrors.invalid(field, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && resources.some((resource) => resource !== '*' && !resource.includes('/'))) {
    errors.push(FieldErrors.invalid(field, resources, "if '*' is present, must not specify other resources without subresources"));
  }
  return errors;
}

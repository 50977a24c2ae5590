import type { GroupVersionResource } from '../../../../kube/meta';
import type { WebhookRule } from '../../../../kube/types/admission';
import type { AdmissionAttributes } from '../../model/admission';

/** Whether a rule speaks of the request, taken as a request for `resource`. */
export function ruleMatches(rule: WebhookRule, attributes: AdmissionAttributes, resource: GroupVersionResource): boolean {
  return (
    scopeMatches(rule.scope ?? '*', attributes, resource) &&
    listed(rule.operations, attributes.operation) &&
    listed(rule.apiGroups, resource.group) &&
    listed(rule.apiVersions, resource.version) &&
    resourceListed(rule.resources ?? [], resource.resource, attributes.subresource)
  );
}

function scopeMatches(scope: string, { namespace }: AdmissionAttributes, resource: GroupVersionResource): boolean {
  if (scope === '*') return true;
  // A namespace is cluster-scoped although requests for it carry its name as their namespace.
  const clusterScoped = namespace === '' || (resource.group === '' && resource.resource === 'namespaces');
  return clusterScoped === (scope === 'Cluster');
}

function listed(values: readonly string[] = [], value: string): boolean {
  return values.includes('*') || values.includes(value);
}

function resourceListed(patterns: readonly string[], resource: string, subresource: string): boolean {
  return patterns.some((pattern) => {
    const [name = '', sub = ''] = pattern.split('/', 2);
    return (name === '*' || name === resource) && (sub === '*' || sub === subresource);
  });
}

import type { PolicyRule } from '../../../../kube/types/rbac';
import type { AccessRequest } from '../authorizer';

/** Everything but the name, which is compared last so that decisions can be kept for all names at once. */
export function ruleCovers(rule: PolicyRule, request: AccessRequest): boolean {
  if (!includes(rule.verbs, request.verb)) return false;
  if (!request.isResourceRequest) return (rule.nonResourceURLs ?? []).some((pattern) => urlMatches(pattern, request.path));
  return includes(rule.apiGroups, request.apiGroup) && (rule.resources ?? []).some((entry) => resourceMatches(entry, request));
}

/** `*`, the URL itself, or a prefix of it that ends in stars. */
export function urlMatches(pattern: string, url: string): boolean {
  if (pattern === '*' || pattern === url) return true;
  return pattern.endsWith('*') && url.startsWith(pattern.replace(/\*+$/, ''));
}

function includes(list: readonly string[] | undefined, wanted: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(wanted));
}

function resourceMatches(entry: string, { resource, subresource }: AccessRequest): boolean {
  if (entry === '*') return true;
  if (subresource === '') return entry === resource;
  return entry === `${resource}/${subresource}` || entry === `*/${subresource}`;
}

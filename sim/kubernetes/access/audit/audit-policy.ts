import type { RequestInfo, UserInfo } from '../../model/request-context';
import { urlMatches } from '../rbac/rule-match';
import type { AuditLevel, AuditStage } from './audit-event';

/** audit.k8s.io/v1 Policy, as it travels. The first rule that matches a request sets its level; none means None. */
export interface AuditPolicy {
  readonly rules: readonly AuditPolicyRule[];
  readonly omitStages?: readonly AuditStage[];
  readonly omitManagedFields?: boolean;
}

export interface AuditPolicyRule {
  readonly level: AuditLevel;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly AuditResources[];
  readonly namespaces?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly omitStages?: readonly AuditStage[];
  readonly omitManagedFields?: boolean;
}

export interface AuditResources {
  readonly group?: string;
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface AuditDecision {
  readonly level: AuditLevel;
  readonly omitStages: readonly AuditStage[];
  readonly omitManagedFields: boolean;
}

/** Everything at one level. */
export function policyOfLevel(level: AuditLevel): AuditPolicy {
  return { rules: [{ level }] };
}

/** `user` is the caller before impersonation. */
export function evaluatePolicy(policy: AuditPolicy, user: UserInfo, info: RequestInfo): AuditDecision {
  const { omitStages = [], omitManagedFields = false } = policy;
  const rule = policy.rules.find((candidate) => ruleMatches(candidate, user, info));
  if (rule === undefined) return { level: 'None', omitStages, omitManagedFields };
  return {
    level: rule.level,
    omitStages: [...omitStages, ...(rule.omitStages ?? [])],
    omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
  };
}

function ruleMatches(rule: AuditPolicyRule, user: UserInfo, info: RequestInfo): boolean {
  const { users = [], userGroups = [], verbs = [], namespaces = [], resources = [], nonResourceURLs = [] } = rule;
  if (users.length > 0 && !users.includes(user.name)) return false;
  if (userGroups.length > 0 && !userGroups.some((group) => user.groups.includes(group))) return false;
  if (verbs.length > 0 && !verbs.includes(info.verb)) return false;
  if (namespaces.length + resources.length > 0) return info.isResourceRequest && resourceMatches(rule, info);
  if (nonResourceURLs.length === 0) return true;
  return !info.isResourceRequest && nonResourceURLs.some((pattern) => urlMatches(pattern, info.path));
}

function resourceMatches({ namespaces = [], resources = [] }: AuditPolicyRule, info: RequestInfo): boolean {
  if (namespaces.length > 0 && !namespaces.includes(info.namespace)) return false;
  return resources.length === 0 || resources.some((entry) => entryMatches(entry, info));
}

/** Unlike in RBAC, `pods/*` means every subresource of pods, and pods themselves too. */
function entryMatches({ group = '', resources = [], resourceNames = [] }: AuditResources, info: RequestInfo): boolean {
  if (group !== '*' && group !== info.apiGroup) return false;
  if (resources.length === 0) return true;
  if (resourceNames.length > 0 && !resourceNames.includes(info.name)) return false;
  const { resource, subresource } = info;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  const wanted = [combined, '*', `${resource}/*`, ...(subresource === '' ? [] : [`*/${subresource}`])];
  return resources.some((entry) => wanted.includes(entry));
}

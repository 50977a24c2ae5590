import { goQuote } from '../../../base/go';
import type { UserInfo } from '../model/request-context';
import { ALLOWED, NO_OPINION, type AccessRequest, type Authorizer, type Decision } from './authorizer';
import { nodeRules } from './bootstrap-rbac';
import { ruleCovers } from './rbac/rule-match';

const PREFIX = 'system:node:';

/** Members of `system:nodes` named `system:node:<node>`; undefined for everybody else. */
export function nodeIdentity(user: UserInfo): string | undefined {
  return user.name.startsWith(PREFIX) && user.groups.includes('system:nodes') ? user.name.slice(PREFIX.length) : undefined;
}

type Judge = (node: string, request: AccessRequest) => Decision;

/**
 * kube-apiserver's node authorizer for a world in which no pod is bound to a node: whatever depends on such a relation is refused with
 * the reason that there is none. Everything else is judged by the fixed rules of nodes.
 */
export const nodeAuthorizer: Authorizer = {
  authorize(user, request) {
    const node = nodeIdentity(user);
    if (node === undefined) return NO_OPINION;
    if (node === '') return because(`unknown node for user ${goQuote(user.name)}`);
    const judge = request.isResourceRequest ? JUDGES[`${request.resource}.${request.apiGroup}`] : undefined;
    return judge === undefined ? byRules(request) : judge(node, request);
  },
};

const unrelated: Judge = (node, request) =>
  because(request.name === '' ? 'No Object name found' : `no relationship found between node '${node}' and this object`);

const readRelated: Judge = (node, request) => {
  if (!['get', 'list', 'watch'].includes(request.verb)) return because('can only read resources of this type');
  if (request.subresource !== '') return because('cannot read subresource');
  return request.namespace === '' ? because('can only read namespaced object of this type') : unrelated(node, request);
};

const getRelated: Judge = (node, request) => {
  if (request.verb !== 'get') return because('can only get individual resources of this type');
  return request.subresource === '' ? unrelated(node, request) : because('cannot get subresource');
};

const OWN_VERBS: readonly string[] = ['get', 'create', 'update', 'patch', 'delete'];

const lease: Judge = (node, { verb, name, namespace }) => {
  if (!OWN_VERBS.includes(verb)) return because('can only get, create, update, patch, or delete a node lease');
  if (namespace !== 'kube-node-lease') return because('can only access leases in the "kube-node-lease" system namespace');
  // The name of what is created is not known yet.
  if (verb === 'create' || name === node) return ALLOWED;
  return because('can only access node lease with the same name as the requesting node');
};

const csiNode: Judge = (node, { verb, name, subresource }) => {
  if (!OWN_VERBS.includes(verb)) return because('can only get, create, update, patch, or delete a CSINode');
  if (subresource !== '') return because('cannot authorize CSINode subresources');
  if (verb === 'create' || name === node) return ALLOWED;
  return because('can only access CSINode with the same name as the requesting node');
};

const claim: Judge = (node, request) => {
  if (request.subresource !== 'status') return getRelated(node, request);
  return ['update', 'patch'].includes(request.verb) ? unrelated(node, request) : because('can only get/update/patch this type');
};

const serviceAccount: Judge = (node, request) => {
  const { verb, name, subresource } = request;
  if (verb === 'get' && subresource === '') return readRelated(node, request);
  if (verb !== 'create' || name === '') return because('can only create tokens for individual service accounts');
  return subresource === 'token' ? unrelated(node, request) : because('can only create token subresource of serviceaccount');
};

const nodeObject: Judge = (node, { verb, name, subresource }) => {
  if (subresource === 'status') return ['update', 'patch'].includes(verb) ? ALLOWED : NO_OPINION;
  if (subresource !== '') return NO_OPINION;
  if (['create', 'update', 'patch'].includes(verb)) return ALLOWED;
  if (!['get', 'list', 'watch'].includes(verb)) return NO_OPINION;
  if (name === node) return ALLOWED;
  if (name === '') return because(`node '${node}' cannot read all nodes, only its own Node object`);
  return because(`node '${node}' cannot read '${name}', only its own Node object`);
};

const pod: Judge = (node, request) => {
  const { verb, name, subresource, fields } = request;
  if (subresource === 'status') return ['update', 'patch'].includes(verb) ? ALLOWED : NO_OPINION;
  if (subresource === 'eviction') return verb === 'create' ? ALLOWED : NO_OPINION;
  if (subresource !== '') return NO_OPINION;
  if (verb === 'create' || verb === 'delete') return ALLOWED;
  if (verb === 'get') return getRelated(node, request);
  if (verb !== 'list' && verb !== 'watch') return NO_OPINION;
  if (fields?.['spec.nodeName'] === node) return ALLOWED;
  return name === '' ? because('can only list/watch pods with spec.nodeName field selector') : unrelated(node, request);
};

const resourceSlice: Judge = (node, request) => {
  const { verb, subresource, fields } = request;
  if (subresource !== '') return because('cannot authorize ResourceSlice subresources');
  if (verb === 'create') return ALLOWED;
  if (['get', 'update', 'patch', 'delete'].includes(verb)) return unrelated(node, request);
  if (!['watch', 'list', 'deletecollection'].includes(verb)) {
    const verbs = 'get, watch, list, create, update, patch, delete, deletecollection';
    return because(`only the following verbs are allowed for a ResourceSlice: ${verbs}`);
  }
  if (fields?.['spec.nodeName'] === node) return ALLOWED;
  return because('can only list/watch/deletecollection resourceslices with nodeName field selector');
};

/** By `resource.group`. */
const JUDGES: Readonly<Record<string, Judge>> = {
  'secrets.': readRelated,
  'configmaps.': readRelated,
  'persistentvolumeclaims.': claim,
  'persistentvolumes.': getRelated,
  'resourceclaims.resource.k8s.io': getRelated,
  'volumeattachments.storage.k8s.io': getRelated,
  'serviceaccounts.': serviceAccount,
  'leases.coordination.k8s.io': lease,
  'csinodes.storage.k8s.io': csiNode,
  'nodes.': nodeObject,
  'resourceslices.resource.k8s.io': resourceSlice,
  'pods.': pod,
};

function byRules(request: AccessRequest): Decision {
  return nodeRules().some((rule) => ruleCovers(rule, request)) ? ALLOWED : NO_OPINION;
}

function because(reason: string): Decision {
  return { allowed: false, reason };
}

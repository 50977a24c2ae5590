import type { HttpResponse } from '../../../base/env/http';
import { ApiError } from '../../../kube/api-error';
import { goQuote } from '../../../base/go';
import { groupResource } from '../../../kube/meta';
import type { Registry } from '../model/registry';
import { textAnswer } from './answer';
import type { Call, Target } from './call';
import { MEDIA_TYPES, routerAccepts, routerNotAcceptable, type Media } from './media-type';
import { createVerb } from './verbs/create';
import { deleteVerb } from './verbs/delete';
import { deleteCollectionVerb } from './verbs/delete-collection';
import { getVerb } from './verbs/get';
import { listVerb } from './verbs/list';
import { patchVerb } from './verbs/patch';
import { updateVerb } from './verbs/update';
import { watchVerb } from './verbs/watch';

export type Verb = (call: Call, target: Target) => HttpResponse | Promise<HttpResponse>;

const VERBS: Readonly<Record<string, Verb>> = {
  get: getVerb,
  list: listVerb,
  watch: watchVerb,
  create: createVerb,
  update: updateVerb,
  patch: patchVerb,
  delete: deleteVerb,
  deletecollection: deleteCollectionVerb,
};

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/** Hands the call to the verb of the endpoint that its path names. */
export function route(call: Call): HttpResponse | Promise<HttpResponse> {
  if (!call.info.isResourceRequest) return routeElsewhere(call);
  const target = targetOf(call);
  if (target === undefined) return textAnswer(call, 404, '404 page not found\n');
  const verb = VERBS[call.info.verb];
  const { method } = call.request;
  if (verb === undefined || method === 'HEAD' || !allows(call, target)) throw unsupported(call, target);
  if (method === 'PATCH' && !target.definition.custom && !isPatchType(call.header('content-type'))) {
    throw ApiError.unsupportedMediaType('415: Unsupported Media Type');
  }
  const accept = call.header('accept');
  if (accept !== '' && accept !== 'application/json') checkAccept(call, target, accept);
  if (target.version.deprecationWarning !== undefined) call.warn(target.version.deprecationWarning);
  return verb(call, target);
}

function routeElsewhere(call: Call): HttpResponse | Promise<HttpResponse> {
  const { path } = call.info;
  const { nonResource } = call.kernel;
  const exact = nonResource.get(path);
  if (exact !== undefined) return exact(call);
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    const handler = nonResource.get(path.slice(0, end + 1));
    if (handler !== undefined && end > 0) return handler(call);
    if (end === 0) break;
  }
  return textAnswer(call, 404, '404 page not found\n');
}

/** Undefined for a group that nobody serves; throws 404 for what a served group does not have. */
function targetOf(call: Call): Target | undefined {
  const { apiGroup, apiVersion, resource, subresource, namespace, name, apiPrefix } = call.info;
  const { registry } = call.kernel;
  const group = apiPrefix === 'api' ? '' : apiGroup;
  const resolved = registry.resolve(group, apiVersion, resource);
  if (resolved === undefined) {
    if (!serves(registry, group)) return undefined;
    throw ApiError.noSuchResource();
  }
  const { definition, version } = resolved;
  const endpoint = version.endpoints.get(subresource);
  const misplaced = definition.namespaced ? namespace === '' && name !== '' : namespace !== '' && definition.resource !== 'namespaces';
  if (misplaced && definition.custom) return undefined;
  if (endpoint === undefined && definition.custom) throw ApiError.notFound(definition, name);
  const byFieldSelector = name !== '' && (call.info.verb === 'list' || call.info.verb === 'watch');
  if (endpoint === undefined || (misplaced && !(definition.namespaced && byFieldSelector))) throw ApiError.noSuchResource();
  const everywhere = definition.namespaced && namespace === '' && name === '';
  if (everywhere && !endpoint.verbs.includes('list')) throw ApiError.noSuchResource();
  if (subresource === '' && name !== '' && !endpoint.verbs.some((verb) => ITEM_VERBS.has(verb))) throw ApiError.noSuchResource();
  return { definition, version, endpoint };
}

/** Verbs that need a name; without any of them, no path with a name leads anywhere. */
const ITEM_VERBS: ReadonlySet<string> = new Set(['get', 'update', 'patch', 'delete']);

/** Whether a group has routes of its own: those of custom resources are all behind one handler. */
function serves(registry: Registry, group: string): boolean {
  return registry.definitions.some((definition) => definition.group === group && !definition.custom);
}

function unsupported({ info, request }: Call, { definition }: Target): ApiError {
  if (!definition.custom || request.method === 'HEAD') return ApiError.methodNotSupported();
  if (ITEM_VERBS.has(info.verb) && info.name === '') return ApiError.badRequest('name must be provided');
  const { group, resource } = definition;
  const message = `${info.verb} is not supported on resources of kind ${goQuote(groupResource(definition))}`;
  return ApiError.of({ code: 405, reason: 'MethodNotAllowed', message, details: { group, kind: resource } });
}

function allows(call: Call, { definition, endpoint }: Target): boolean {
  const { verb, namespace, subresource, name } = call.info;
  if (!endpoint.verbs.includes(verb)) return false;
  if (name === '' && ITEM_VERBS.has(verb)) return false;
  const everywhere = definition.namespaced && namespace === '' && subresource === '';
  return !everywhere || verb === 'list' || verb === 'watch';
}

function isPatchType(contentType: string): boolean {
  const type = (contentType.split(';')[0] ?? '').trim();
  return PATCH_TYPES.includes(type);
}

/** Which representations the route of this call was registered with. */
function checkAccept(call: Call, { definition }: Target, accept: string): void {
  const media: readonly Media[] = definition.custom ? ['json', 'yaml'] : ['json', 'yaml', 'protobuf'];
  const produced = media.map((one) => MEDIA_TYPES[one]);
  const streams = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
  const all = call.info.verb === 'list' || call.info.verb === 'watch' ? [...produced, ...streams] : produced;
  if (!definition.custom && !routerAccepts(accept, produced)) throw routerNotAcceptable(all);
}

import { apiVersionOf, type GroupVersionKind } from '../../../kube/meta';
import type { Endpoint, ResourceDefinition, VersionDefinition } from '../model/definition';
import type { Operation, Parameter } from './operation';
import { groupIdentifier } from './shared';

const META = { group: '', version: 'v1' };
export const STATUS: GroupVersionKind = { ...META, kind: 'Status' };
const DELETE_OPTIONS: GroupVersionKind = { ...META, kind: 'DeleteOptions' };
const WATCH_EVENT: GroupVersionKind = { ...META, kind: 'WatchEvent' };
const PATCH: GroupVersionKind = { ...META, kind: 'Patch' };

const query = (type: Parameter['type'], ...names: string[]): Parameter[] => names.map((name) => ({ name, in: 'query', type }));
const WRITE = query('string', 'dryRun', 'fieldManager', 'fieldValidation');
const FORCE = query('boolean', 'force');
const PRETTY = query('string', 'pretty');
const LIST = [
  ...query('boolean', 'allowWatchBookmarks', 'sendInitialEvents', 'watch'),
  ...query('string', 'continue', 'fieldSelector', 'labelSelector', 'resourceVersion', 'resourceVersionMatch', 'shardSelector'),
  ...query('integer', 'limit', 'timeoutSeconds'),
];
const DELETE = [
  ...query('string', 'dryRun', 'propagationPolicy'),
  ...query('integer', 'gracePeriodSeconds'),
  ...query('boolean', 'ignoreStoreReadErrorWithClusterBreakingPotential', 'orphanDependents'),
];
const DELETE_COLLECTION = [...LIST.filter(({ name }) => name !== 'watch' && name !== 'allowWatchBookmarks'), ...DELETE];

const JSON_TYPES = ['application/json', 'application/yaml'];
const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const PATCH_TYPES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];

interface Place {
  readonly definition: ResourceDefinition;
  readonly endpoint: Endpoint;
  /** In operation ids: `CertificatesV1`. */
  readonly groupName: string;
  /** In operation ids: `NamespacedPod`. */
  readonly kindName: string;
  readonly collection: string;
  readonly parameters: readonly Parameter[];
}

/** All operations of one version of a resource, its subresources after it. */
export function operationsOf(definition: ResourceDefinition, version: VersionDefinition): Operation[] {
  const gv = { group: definition.group, version: version.version };
  const root = definition.group === '' ? `/api/${version.version}` : `/apis/${apiVersionOf(gv)}`;
  const groupName = `${groupIdentifier(definition.group || 'core')}${upperFirst(version.version)}`;
  const inNamespace = definition.namespaced ? '/namespaces/{namespace}' : '';
  return [...version.endpoints.values()].flatMap((endpoint) => {
    const kindName = `${definition.namespaced ? 'Namespaced' : ''}${definition.kind}`;
    const namespace: Parameter[] = definition.namespaced ? [{ name: 'namespace', in: 'path', type: 'string' }] : [];
    const place = {
      definition,
      endpoint,
      groupName,
      kindName,
      collection: `${root}${inNamespace}/${definition.resource}`,
      parameters: namespace,
    };
    if (endpoint.subresource !== '') return subresourceOperations(place);
    return [...mainOperations(place), ...everywhereOperations(place, root), ...watchOperations(place, root)];
  });
}

function mainOperations(place: Place): Operation[] {
  const { endpoint, definition, groupName, kindName, collection } = place;
  const { kind } = endpoint;
  const list = { ...kind, kind: definition.listKind };
  const has = (verb: string): boolean => endpoint.verbs.includes(verb);
  const on = (op: Partial<Operation> & Pick<Operation, 'method' | 'id' | 'action'>): Operation => ({
    ...base(place),
    path: collection,
    ...op,
  });
  const deleted = endpoint.strategy.deleteReturns === 'object' ? kind : STATUS;
  const one = `${collection}/{name}`;
  const named = [NAME, ...place.parameters, ...PRETTY];
  const flat = [...place.parameters, ...PRETTY];
  const operations: (Operation | false)[] = [
    has('list') &&
      on({
        method: 'get',
        id: `list${groupName}${kindName}`,
        action: 'list',
        parameters: [...LIST, ...flat],
        answers: list,
        produces: streaming(definition),
      }),
    has('create') &&
      on({
        method: 'post',
        id: `create${groupName}${kindName}`,
        action: 'post',
        parameters: [...WRITE, ...flat],
        body: bodyOf(kind),
        codes: [200, 201, 202],
      }),
    has('deletecollection') &&
      on({
        method: 'delete',
        id: `delete${groupName}Collection${kindName}`,
        action: 'deletecollection',
        parameters: [...DELETE_COLLECTION, ...flat],
        body: DELETE_BODY,
        answers: STATUS,
      }),
    has('get') && on({ path: one, method: 'get', id: `read${groupName}${kindName}`, action: 'get', parameters: named }),
    has('update') &&
      on({
        path: one,
        method: 'put',
        id: `replace${groupName}${kindName}`,
        action: 'put',
        parameters: [...WRITE, ...named],
        body: bodyOf(kind),
        codes: [200, 201],
      }),
    has('delete') &&
      on({
        path: one,
        method: 'delete',
        id: `delete${groupName}${kindName}`,
        action: 'delete',
        parameters: [...DELETE, ...named],
        body: DELETE_BODY,
        codes: [200, 202],
        answers: deleted,
      }),
    has('patch') &&
      on({
        path: one,
        method: 'patch',
        id: `patch${groupName}${kindName}`,
        action: 'patch',
        parameters: [...WRITE, ...FORCE, ...named],
        body: patchBody(definition),
        codes: [200, 201],
      }),
  ];
  return operations.filter((operation) => operation !== false);
}

/** The list over all namespaces. */
function everywhereOperations(place: Place, root: string): Operation[] {
  const { definition, endpoint, groupName } = place;
  if (!definition.namespaced || !endpoint.verbs.includes('list')) return [];
  const id = `list${groupName}${definition.kind}ForAllNamespaces`;
  const answers = { ...endpoint.kind, kind: definition.listKind };
  return [
    {
      ...base(place),
      path: `${root}/${definition.resource}`,
      method: 'get',
      id,
      action: 'list',
      parameters: [...LIST, ...PRETTY],
      answers,
      produces: streaming(definition),
    },
  ];
}

/** The old /watch/ paths; custom resources never had them. */
function watchOperations(place: Place, root: string): Operation[] {
  const { definition, endpoint, groupName, kindName, collection } = place;
  if (definition.custom || !endpoint.verbs.includes('watch')) return [];
  const watched = collection.replace(root, `${root}/watch`);
  const on = (path: string, id: string, action: string, parameters: readonly Parameter[]): Operation => {
    return {
      ...base(place),
      path,
      method: 'get',
      id,
      action,
      parameters: [...LIST, ...PRETTY, ...parameters],
      answers: WATCH_EVENT,
      produces: streaming(definition),
    };
  };
  const everywhere = on(`${root}/watch/${definition.resource}`, `watch${groupName}${definition.kind}ListForAllNamespaces`, 'watchlist', []);
  return [
    on(watched, `watch${groupName}${kindName}List`, 'watchlist', place.parameters),
    on(`${watched}/{name}`, `watch${groupName}${kindName}`, 'watch', [NAME, ...place.parameters]),
    ...(definition.namespaced ? [everywhere] : []),
  ];
}

function subresourceOperations(place: Place): Operation[] {
  const { definition, endpoint, groupName, kindName } = place;
  const path = `${place.collection}/{name}/${endpoint.subresource}`;
  const name = `${groupName}${kindName}${upperFirst(endpoint.subresource)}`;
  const parameters = [NAME, ...place.parameters, ...PRETTY];
  const has = (verb: string): boolean => endpoint.verbs.includes(verb);
  const on = (op: Partial<Operation> & Pick<Operation, 'method' | 'id' | 'action'>): Operation => ({
    ...base(place),
    path,
    parameters,
    ...op,
  });
  const operations: (Operation | false)[] = [
    has('get') && on({ method: 'get', id: `read${name}`, action: 'get' }),
    has('create') &&
      on({
        method: 'post',
        id: `create${name}`,
        action: 'post',
        parameters: [...WRITE, ...parameters],
        body: bodyOf(endpoint.kind),
        codes: [200, 201, 202],
      }),
    has('update') &&
      on({
        method: 'put',
        id: `replace${name}`,
        action: 'put',
        parameters: [...WRITE, ...parameters],
        body: bodyOf(endpoint.kind),
        codes: [200, 201],
      }),
    has('patch') &&
      on({
        method: 'patch',
        id: `patch${name}`,
        action: 'patch',
        parameters: [...WRITE, ...FORCE, ...parameters],
        body: patchBody(definition),
        codes: [200, 201],
      }),
  ];
  return operations.filter((operation) => operation !== false);
}

const NAME: Parameter = { name: 'name', in: 'path', type: 'string' };
const DELETE_BODY = { kind: DELETE_OPTIONS, mediaTypes: ['*/*'], required: false };

function base({ definition, endpoint, parameters }: Place): Omit<Operation, 'path' | 'method' | 'id' | 'action'> {
  return { kind: endpoint.kind, parameters, codes: [200], answers: endpoint.kind, produces: produced(definition) };
}

function bodyOf(kind: GroupVersionKind): NonNullable<Operation['body']> {
  return { kind, mediaTypes: ['*/*'], required: true };
}

function patchBody(definition: ResourceDefinition): NonNullable<Operation['body']> {
  const mediaTypes = definition.custom ? PATCH_TYPES : [...PATCH_TYPES, 'application/strategic-merge-patch+json'];
  return { kind: PATCH, mediaTypes, required: true };
}

function produced(definition: ResourceDefinition): string[] {
  return definition.custom ? JSON_TYPES : [...JSON_TYPES, PROTOBUF];
}

function streaming(definition: ResourceDefinition): string[] {
  return definition.custom ? JSON_TYPES : [...JSON_TYPES, PROTOBUF, 'application/json;stream=watch', `${PROTOBUF};stream=watch`];
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

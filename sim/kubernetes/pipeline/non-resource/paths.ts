import { ApiError } from '../../../../kube/api-error';
import { apiVersionOf } from '../../../../kube/meta';
import { servedGroups } from '../../model/discovery';
import { treeAnswer } from '../answer';
import { MEDIA_TYPES, routerAccepts, routerNotAcceptable } from '../media-type';
import type { Call } from '../call';
import type { NonResourceHandler } from '../call';
import { coreVersions, groupDocument, groupList } from './discovery';
import { healthChecks, healthHandler, type HealthPath } from './health';
import version from './data/version.json';

const HEALTH: readonly HealthPath[] = ['healthz', 'livez', 'readyz'];
// What a kube-apiserver lists besides; whoever asks gets 404 unless a handler is mounted.
const OTHER = [
  '/.well-known/openid-configuration',
  '/flagz',
  '/metrics',
  '/metrics/slis',
  '/statusz',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
];

/** The paths outside the resources that every server answers. */
export function builtinPaths(): Map<string, NonResourceHandler> {
  const paths = new Map<string, NonResourceHandler>([
    ['/', index],
    ['/api', coreVersions],
    ['/api/', (call) => (isBare(call) ? coreVersions(call) : groupDocument(call))],
    ['/apis', groupList],
    ['/apis/', (call) => (isBare(call) ? groupList(call) : groupDocument(call))],
    ['/version', versionDocument],
    ['/version/', versionDocument],
  ]);
  for (const path of HEALTH) {
    paths.set(`/${path}`, healthHandler(path));
    paths.set(`/${path}/`, healthHandler(path));
  }
  return paths;
}

/** `/api/` and `/apis/` themselves. */
function isBare({ info }: Call): boolean {
  return info.path.lastIndexOf('/') === info.path.indexOf('/', 1) && info.path.endsWith('/');
}

function versionDocument(call: Call): ReturnType<NonResourceHandler> {
  if (call.request.method !== 'GET') throw ApiError.methodNotSupported();
  if (!routerAccepts(call.header('accept'), [MEDIA_TYPES.json])) throw routerNotAcceptable([MEDIA_TYPES.json]);
  return { ...treeAnswer(call, 200, version as object) };
}

function index(call: Call): ReturnType<NonResourceHandler> {
  const groups = servedGroups(call.kernel.registry).flatMap(({ name, versions }) => {
    if (name === '') return ['/api', '/api/v1', '/apis', '/apis/'];
    return [`/apis/${name}`, ...versions.map(({ version: one }) => `/apis/${apiVersionOf({ group: name, version: one })}`)];
  });
  const health = HEALTH.flatMap((path) => [`/${path}`, ...healthChecks[path].map((name) => `/${path}/${name}`)]);
  return treeAnswer(call, 200, { paths: [...new Set([...groups, ...health, ...OTHER, '/version'])].sort() });
}

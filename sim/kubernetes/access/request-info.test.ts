import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { requestInfo, RequestInfoError } from './request-info';

/** verb, namespace, group/version, resource/subresource, name. */
const shown = (method: string, target: string): string => {
  const info = requestInfo(method, target);
  if (!info.isResourceRequest) return `${info.verb} ${info.path}`;
  return [info.verb, info.namespace, `${info.apiGroup}/${info.apiVersion}`, `${info.resource}/${info.subresource}`, info.name].join(' | ');
};

const CASES: readonly (readonly [string, string, string])[] = [
  ['GET', '/', 'get /'],
  ['OPTIONS', '/healthz?verbose', 'options /healthz'],
  ['GET', '/api/v1', 'get /api/v1'],
  ['GET', '/apis/apps/v1', 'get /apis/apps/v1'],
  ['GET', '/a%20b%2Fc', 'get /a b/c'],
  ['GET', '/api/v1/pods', 'list |  | /v1 | pods/ | '],
  ['GET', '/api//v1', 'list |  | / | v1/ | '],
  ['HEAD', '/api/v1/pods/x', 'get |  | /v1 | pods/ | x'],
  ['PROPFIND', '/api/v1/pods', ' |  | /v1 | pods/ | '],
  ['POST', '/api/v1/namespaces', 'create |  | /v1 | namespaces/ | '],
  ['GET', '/api/v1/namespaces/n', 'get | n | /v1 | namespaces/ | n'],
  ['PATCH', '/api/v1/namespaces/n/status', 'patch | n | /v1 | namespaces/status | n'],
  ['PUT', '/api/v1/namespaces/n/finalize', 'update | n | /v1 | namespaces/finalize | n'],
  ['POST', '/api/v1/namespaces/n/serviceaccounts/s/token', 'create | n | /v1 | serviceaccounts/token | s'],
  ['GET', '/api/v1/namespaces/n/services/s/proxy/a/b', 'get | n | /v1 | services/proxy | s'],
  ['DELETE', '/apis/g/v1/namespaces/n/things?fieldSelector=metadata.name%3Da', 'deletecollection | n | g/v1 | things/ | '],
  ['DELETE', '/apis/g/v1/things/a', 'delete |  | g/v1 | things/ | a'],
  ['GET', '/api/v1/watch/namespaces/n/configmaps/b', 'watch | n | /v1 | configmaps/ | b'],
  ['GET', '/api/v1/watch/configmaps', 'watch |  | /v1 | configmaps/ | '],
  ['GET', '/api/v1/proxy/x', 'proxy |  | /v1 | x/ | '],
  ['GET', '/api/v1/pods/x?watch=1', 'get |  | /v1 | pods/ | x'],
  ['GET', '/api/v1/pods?watch', 'watch |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?watch=FALSE', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?watch=0&watch=1', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?WATCH=1', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?watch=true&limit=abc&fieldSelector=metadata.name%3Da', 'watch |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3D%3Da', 'list |  | /v1 | pods/ | a'],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name!%3Da', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Db,metadata.name%3Da', 'list |  | /v1 | pods/ | a'],
  ['GET', '/api/v1/pods?fieldSelector=spec.x%3D1,metadata.name%3Da', 'list |  | /v1 | pods/ | a'],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da%2Fb', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Dx\\,y', 'list |  | /v1 | pods/ | x,y'],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3D..', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=a%20b', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da&timeoutSeconds=', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da&labelSelector=a+b', 'list |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Da;b&watch=1', 'watch |  | /v1 | pods/ | '],
  ['GET', '/api/v1/pods?a;b&fieldSelector=metadata.name%3Da', 'list |  | /v1 | pods/ | a'],
];

describe('request info', () => {
  for (const [method, target, expected] of CASES) it(`reads ${method} ${target}`, () => assert.equal(shown(method, target), expected));

  it('refuses a watch of nothing', () => {
    const message = 'unable to determine kind and namespace from url, /api/v1/watch?x=1';
    assert.throws(() => requestInfo('GET', '/api/v1/watch?x=1'), new RequestInfoError(message));
  });
});

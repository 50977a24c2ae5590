import type { HttpResponse } from '../../../../base/env/http';
import { ApiError } from '../../../../kube/api-error';
import { apiGroup, apiGroupList, apiResourceList, apiVersions, servedGroups } from '../../model/discovery';
import { textAnswer, treeAnswer } from '../answer';
import type { Call } from '../call';
import { aggregatedAnswer } from './aggregated';
import { MEDIA_TYPES, negotiate, notAcceptable, routerAccepts, routerNotAcceptable, type Media, type Offer } from '../media-type';

const MEDIA: readonly Media[] = ['json', 'yaml', 'protobuf'];
const OFFER: Offer = { media: MEDIA, table: false, partial: false };

/** `/api` */
export function coreVersions(call: Call): HttpResponse {
  const aggregated = aggregatedAnswer(call, (group) => group === '');
  if (aggregated !== undefined) return aggregated;
  checkRoute(call);
  return documentAnswer(call, apiVersions(call.header('host')));
}

/** `/apis` */
export function groupList(call: Call): HttpResponse {
  const aggregated = aggregatedAnswer(call, (group) => group !== '');
  if (aggregated !== undefined) return aggregated;
  return documentAnswer(call, apiGroupList(call.kernel.registry));
}

/** `/api/v1`, `/apis/<group>` and `/apis/<group>/<version>` */
export function groupDocument(call: Call): HttpResponse {
  const parts = call.info.path.split('/').filter((part) => part !== '');
  const core = parts[0] === 'api';
  const name = core ? '' : (parts[1] ?? '');
  const version = core ? parts[1] : parts[2];
  const group = servedGroups(call.kernel.registry).find((served) => served.name === name);
  if (group === undefined) return textAnswer(call, 404, '404 page not found\n');
  if (version === undefined) return documentAnswer(call, apiGroup(group));
  const served = group.versions.find((one) => one.version === version);
  if (served === undefined) throw ApiError.noSuchResource();
  checkRoute(call);
  return documentAnswer(call, apiResourceList(name, served));
}

function checkRoute(call: Call): void {
  const produced = MEDIA.map((media) => MEDIA_TYPES[media]);
  if (!routerAccepts(call.header('accept'), produced)) throw routerNotAcceptable(produced);
}

function documentAnswer(call: Call, document: object): HttpResponse {
  if (call.request.method !== 'GET') throw ApiError.methodNotSupported();
  const negotiated = negotiate(call.header('accept'), OFFER);
  if (negotiated === undefined) throw notAcceptable(MEDIA);
  return treeAnswer(call, 200, document, negotiated);
}

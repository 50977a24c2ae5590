import type { HttpResponse } from '../../../base/env/http';
import { isObject } from '../../../kube/json';
import { answer, headerOf, jsonOf } from '../common';
import type { CloudCall } from './call';
import type { Application } from './options';
import { CloudFault, CODE } from './reply';
import { templateBody } from './templates';

const DATE = '2020-01-01T00:00:00.000+0000';

/** Throws what the server says to a key that it does not know. */
export function checkKey({ request, settings }: CloudCall): void {
  const key = headerOf(request, 'tppl-api-key') ?? '';
  if (!settings.apiKeys.includes(key)) throw new CloudFault(401, CODE.unknownKey, `Unable to find api key for key ${key}`, [key]);
}

/** GET v1/useraccounts. */
export function userAccount(): HttpResponse {
  const name = 'csrlab@test-authority.example';
  const user = { username: name, id: 'u1', companyId: 'csrlab', firstname: 'Test', lastname: 'Authority', emailAddress: name };
  const states = { userType: 'EXTERNAL', userAccountType: 'API', userStatus: 'ACTIVE', creationDate: DATE };
  const key = { userId: 'u1', username: name, companyId: 'csrlab', apiVersion: 'ALL', apiKeyStatus: 'ACTIVE' };
  return answer(200, {
    user: { ...user, ...states },
    company: { id: 'csrlab', name: 'csrlab test authority', companyType: 'TPP_CUSTOMER', active: true, creationDate: DATE, domains: [] },
    apiKey: { ...key, validityStartDate: DATE, validityEndDate: '2099-01-01T00:00:00.000+0000' },
  });
}

/** GET outagedetection/v1/applications/name/{name}. */
export function applicationByName(call: CloudCall, name: string): HttpResponse {
  return answer(200, applicationBody(name, application(call, name)));
}

/** GET outagedetection/v1/applications/{name}/certificateissuingtemplates/{alias}. */
export function templateOf(call: CloudCall, name: string, alias: string): HttpResponse {
  const id = application(call, name).templates[alias];
  const template = id === undefined ? undefined : call.settings.templates[id];
  if (id === undefined || template === undefined)
    throw new CloudFault(404, CODE.notFound, 'Unable to find certificateIssuingTemplate', [alias]);
  return answer(200, templateBody(id, template));
}

/** GET v1/certificateissuingtemplates. */
export function allTemplates({ settings }: CloudCall): HttpResponse {
  return answer(200, {
    certificateIssuingTemplates: Object.entries(settings.templates).map(([id, template]) => templateBody(id, template)),
  });
}

/** POST outagedetection/v1/applications. */
export function createApplication({ request, state, random }: CloudCall): HttpResponse {
  const asked = jsonOf(request);
  const name = isObject(asked) && typeof asked.name === 'string' ? asked.name : '';
  if (!isObject(asked) || name === '') throw new CloudFault(400, CODE.notAllowed, 'An application needs a name');
  if (state.applications.has(name)) throw new CloudFault(409, CODE.notAllowed, `Application ${name} exists already`, [name]);
  const aliases = isObject(asked.certificateIssuingTemplateAliasIdMap) ? asked.certificateIssuingTemplateAliasIdMap : {};
  const texts = Object.entries(aliases).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const made = { id: random.uuid(), templates: Object.fromEntries(texts) };
  state.applications.set(name, made);
  return answer(201, { applications: [applicationBody(name, made)] });
}

type Known = Application & { readonly id: string };

function application({ state }: CloudCall, name: string): Known {
  const found = state.applications.get(name);
  if (found === undefined) throw new CloudFault(404, CODE.notFound, `Unable to find application for key ${name}`, [name]);
  return found;
}

function applicationBody(name: string, { id, templates }: Known): object {
  const facts = { id, companyId: 'csrlab', name, description: '', ownerIdsAndTypes: [] };
  return { ...facts, certificateIssuingTemplateAliasIdMap: templates, creationDate: DATE, modificationDate: DATE };
}

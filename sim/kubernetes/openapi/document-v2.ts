import type { JsonObject } from '../../../kube/json';
import { apiVersionOf } from '../../../kube/meta';
import type { Registry } from '../model/registry';
import { byName, commonParameters, sorted } from './document-v3';
import type { Operation, Parameter } from './operation';
import { operationsOf } from './operations';
import { SchemaCollector, V2 } from './schemas';
import { groupVersions, shared, tagOf, versionResources } from './shared';

/** The one OpenAPI 2 document of everything that is served, for clients of before OpenAPI 3. */
export function documentV2(registry: Registry, release: string): JsonObject {
  const versions = groupVersions(registry);
  const collector = new SchemaCollector(V2, versions.map(apiVersionOf));
  const paths: Record<string, JsonObject> = {};
  for (const gv of versions) {
    for (const { definition, version } of versionResources(registry, gv)) {
      collector.addCustom(definition, version);
      for (const [path, operations] of shared(operationsOf(definition, version))) paths[path] = pathItem(operations, collector);
    }
  }
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: release },
    paths: sorted(paths),
    definitions: sorted(collector.schemas),
    securityDefinitions: {
      BearerToken: {
        description: 'A bearer token, or none beside a client certificate',
        type: 'apiKey',
        name: 'authorization',
        in: 'header',
      },
    },
    security: [{ BearerToken: [] }],
  };
}

function pathItem(operations: readonly Operation[], collector: SchemaCollector): JsonObject {
  const common = commonParameters(operations);
  const item: JsonObject = {};
  for (const operation of operations) item[operation.method] = operationObject(operation, common, collector);
  return { ...item, ...(common.length === 0 ? {} : { parameters: common.map(parameterObject) }) };
}

function operationObject(operation: Operation, common: readonly Parameter[], collector: SchemaCollector): JsonObject {
  const own = byName(operation.parameters.filter((parameter) => !common.some((c) => c.name === parameter.name)));
  const { body } = operation;
  const bodyParameter: JsonObject[] =
    body === undefined
      ? []
      : [{ name: 'body', in: 'body', ...(body.required ? { required: true } : {}), schema: collector.kindRef(body.kind) }];
  const parameters = [...bodyParameter, ...own.map(parameterObject)];
  const responses: JsonObject = {};
  for (const code of operation.codes)
    responses[code] = {
      description: code === 200 ? 'OK' : code === 201 ? 'Created' : 'Accepted',
      schema: collector.kindRef(operation.answers),
    };
  responses['401'] = { description: 'Unauthorized' };
  return {
    consumes: [...(body?.mediaTypes ?? ['*/*'])],
    produces: [...operation.produces],
    schemes: ['https'],
    tags: [tagOf(operation)],
    operationId: operation.id,
    ...(parameters.length === 0 ? {} : { parameters }),
    responses,
    'x-kubernetes-action': operation.action,
    'x-kubernetes-group-version-kind': { ...operation.kind },
  };
}

function parameterObject({ name, in: place, type }: Parameter): JsonObject {
  return { uniqueItems: true, type, name, in: place, ...(place === 'path' ? { required: true } : {}) };
}

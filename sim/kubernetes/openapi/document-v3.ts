import type { JsonObject } from '../../../kube/json';
import { apiVersionOf, type GroupVersion } from '../../../kube/meta';
import type { Registry } from '../model/registry';
import type { Operation, Parameter } from './operation';
import { operationsOf } from './operations';
import { SchemaCollector, V3 } from './schemas';
import { shared, tagOf, versionResources } from './shared';

/** The OpenAPI 3 document of one group version, as `/openapi/v3/apis/<group>/<version>` serves it. */
export function documentV3(registry: Registry, gv: GroupVersion, release: string): JsonObject {
  const collector = new SchemaCollector(V3, [apiVersionOf(gv)]);
  const paths: Record<string, JsonObject> = {};
  for (const { definition, version } of versionResources(registry, gv)) {
    collector.addCustom(definition, version);
    for (const [path, operations] of shared(operationsOf(definition, version))) paths[path] = pathItem(operations, collector);
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: release },
    paths: sorted(paths),
    components: {
      schemas: sorted(collector.schemas),
      securitySchemes: {
        BearerToken: {
          type: 'apiKey',
          description: 'A bearer token, or none beside a client certificate',
          name: 'authorization',
          in: 'header',
        },
      },
    },
  };
}

function pathItem(operations: readonly Operation[], collector: SchemaCollector): JsonObject {
  const common = commonParameters(operations);
  const item: JsonObject = {};
  for (const operation of operations) item[operation.method] = operationObject(operation, common, collector);
  return { ...item, ...(common.length === 0 ? {} : { parameters: common.map(parameterObject) }) };
}

/** What every operation of a path takes stands once, at the path. */
export function commonParameters(operations: readonly Operation[]): readonly Parameter[] {
  const [first, ...rest] = operations;
  const common = (first?.parameters ?? []).filter(({ name }) => rest.every((other) => other.parameters.some((p) => p.name === name)));
  return byName(common);
}

export function byName(parameters: readonly Parameter[]): readonly Parameter[] {
  return [...parameters].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function operationObject(operation: Operation, common: readonly Parameter[], collector: SchemaCollector): JsonObject {
  const own = byName(
    operation.parameters.filter((parameter) => !common.includes(parameter) && !common.some((c) => c.name === parameter.name)),
  );
  const { body } = operation;
  const responses: JsonObject = {};
  for (const code of operation.codes)
    responses[code] = {
      description: code === 200 ? 'OK' : code === 201 ? 'Created' : 'Accepted',
      content: content(operation.produces, collector.kindRef(operation.answers)),
    };
  responses['401'] = { description: 'Unauthorized' };
  return {
    tags: [tagOf(operation)],
    operationId: operation.id,
    ...(own.length === 0 ? {} : { parameters: own.map(parameterObject) }),
    ...(body === undefined
      ? {}
      : { requestBody: { content: content(body.mediaTypes, collector.kindRef(body.kind)), ...(body.required ? { required: true } : {}) } }),
    responses,
    'x-kubernetes-action': operation.action,
    'x-kubernetes-group-version-kind': { ...operation.kind },
  };
}

function parameterObject(parameter: Parameter): JsonObject {
  const schema = { type: parameter.type, uniqueItems: true };
  return parameter.in === 'path'
    ? { name: parameter.name, in: 'path', required: true, schema }
    : { name: parameter.name, in: 'query', schema };
}

function content(mediaTypes: readonly string[], schema: JsonObject): JsonObject {
  return Object.fromEntries([...mediaTypes].sort().map((type) => [type, { schema }]));
}

export function sorted(members: Readonly<Record<string, JsonObject>>): JsonObject {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}

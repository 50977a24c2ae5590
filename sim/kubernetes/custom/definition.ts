import type { JsonObject } from '../../../kube/json';
import type { KubeObject } from '../../../kube/meta';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../../../kube/types/apiextensions';
import { withDeclaredDefaults } from '../model/declared-defaults';
import type { Endpoint, ResourceDefinition, VersionDefinition } from '../model/definition';
import type { Strategy } from '../model/strategy';
import { customType } from './structural-type';

// The order in which upstream lists them: custom resources' verbs are not sorted.
const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];

/** The resource that an accepted CustomResourceDefinition describes; undefined while its names are not accepted. */
export function customDefinition(crd: CustomResourceDefinition): ResourceDefinition | undefined {
  const { group, scope, versions = [] } = crd.spec ?? {};
  const names = crd.status?.acceptedNames;
  if (group === undefined || names?.plural === undefined || names.kind === undefined) return undefined;
  const { plural, kind, singular = kind.toLowerCase(), listKind = `${kind}List`, shortNames = [], categories = [] } = names;
  const served = versions.filter((version) => version.served);
  return {
    group,
    resource: plural,
    singular,
    kind,
    listKind,
    namespaced: scope === 'Namespaced',
    shortNames,
    categories,
    collection: `${group}/${plural}`,
    custom: true,
    versions: served.map((version) => versionOf(version, { group, kind })),
  };
}

function versionOf(version: CustomResourceDefinitionVersion, { group, kind }: { group: string; kind: string }): VersionDefinition {
  const name = version.name ?? '';
  const gvk = { group, version: name, kind };
  const schema = (version.schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }) as JsonObject;
  const hasStatus = version.subresources?.status !== undefined;
  let compiled: ReturnType<typeof customType> | undefined;
  const type = (): ReturnType<typeof customType> => (compiled ??= customType(schema));
  const defaulted = (strategy: Strategy): Strategy => withDeclaredDefaults(strategy, type);
  const main: Endpoint = { subresource: '', kind: gvk, type, verbs: VERBS, strategy: defaulted(hasStatus ? WITH_STATUS : PLAIN) };
  const status: Endpoint = { subresource: 'status', kind: gvk, type, verbs: STATUS_VERBS, strategy: defaulted(STATUS) };
  return {
    version: name,
    type,
    openApi: () => schema,
    endpoints: new Map(
      hasStatus
        ? [
            ['', main],
            ['status', status],
          ]
        : [['', main]],
    ),
  };
}

interface Custom extends KubeObject {
  readonly status?: unknown;
}

const PLAIN: Strategy = { allowUnconditionalUpdate: false, generation: true };

/** The main endpoint leaves the status alone. */
const WITH_STATUS: Strategy<Custom> = {
  ...PLAIN,
  resetFields: [['status']],
  prepareForCreate: ({ status: _dropped, ...rest }) => rest,
  prepareForUpdate: ({ status: _dropped, ...rest }, current) => withStatus(rest, current),
};

/** The status endpoint leaves everything else alone, metadata included. */
const STATUS: Strategy<Custom> = {
  ...PLAIN,
  resetFields: [['apiVersion'], ['kind'], ['metadata'], ['spec']],
  prepareForUpdate: (next, current) => ({
    ...withStatus(current, next),
    metadata: {
      ...current.metadata,
      ...(next.metadata?.managedFields === undefined ? {} : { managedFields: next.metadata.managedFields }),
    },
  }),
};

function withStatus<T extends Custom>(object: T, from: Custom): T {
  const { status: _replaced, ...rest } = object;
  return (from.status === undefined ? rest : { ...rest, status: from.status }) as T;
}

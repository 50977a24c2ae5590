import type { CryptoPort } from '../../../base/env/crypto';
import type { JsonObject } from '../../../kube/json';
import { apiVersionOf, type GroupVersionKind } from '../../../kube/meta';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
} from '../../../kube/types/apiextensions';
import { base64Of } from '../model/bytes';
import type { Conversion, Endpoint, ResourceDefinition, VersionDefinition } from '../model/definition';
import { customPrinter } from './columns/printer';
import { isTrue } from './conditions';
import { openApiV2 } from './schema/open-api-v2';
import { structuralType } from './schema/structural-type';
import { builtInType } from '../schema';
import type { StructNode } from '../schema/type-node';
import { SCALE, scaleLens } from './scale';
import { selectableFields } from './selectable';
import { customMain, customScale, customStatus, type StrategyParts } from './strategies';
import { versionRules, type VersionRules } from './version-rules';
import { compareVersions } from './versions';

// The order in which upstream lists them: custom resources' verbs are not sorted.
const VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const LAST_VERBS = ['delete', 'deletecollection', 'get', 'list', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];

/** For a version without a schema. */
const ANYTHING: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** The resource that an established CustomResourceDefinition describes; undefined until then, and where no version is served. */
export function customDefinition(crd: CustomResourceDefinition, crypto: CryptoPort): ResourceDefinition | undefined {
  const { group, scope, versions = [] } = crd.spec ?? {};
  const { plural, kind, singular, listKind, shortNames = [], categories = [] } = crd.status?.acceptedNames ?? {};
  if (group === undefined || plural === undefined || kind === undefined || !isTrue(crd, 'Established')) return undefined;
  const served = versions.filter((version) => version.served).sort((a, b) => compareVersions(a.name ?? '', b.name ?? ''));
  if (served.length === 0) return undefined;
  const stored = versions.find((version) => version.storage)?.name ?? '';
  const shared = {
    group,
    kind,
    resource: plural,
    namespaced: scope === 'Namespaced',
    terminating: isTrue(crd, 'Terminating'),
    hash: storageVersionHash(crypto, `${group}/${stored}/${kind}`),
  };
  return {
    ...{ group, resource: plural, kind, shortNames, categories, custom: true },
    singular: singular ?? kind.toLowerCase(),
    listKind: listKind ?? `${kind}List`,
    namespaced: shared.namespaced,
    collection: `${group}/${plural}`,
    versions: served.map((version) => versionOf(version, shared)),
  };
}

interface Shared {
  readonly group: string;
  readonly kind: string;
  readonly resource: string;
  readonly namespaced: boolean;
  readonly terminating: boolean;
  readonly hash: string;
}

function versionOf(version: CustomResourceDefinitionVersion, { group, kind, hash, ...shared }: Shared): VersionDefinition {
  const gvk: GroupVersionKind = { group, version: version.name ?? '', kind };
  const schema = (version.schema?.openAPIV3Schema ?? ANYTHING) as JsonObject;
  const hasStatus = version.subresources?.status !== undefined;
  const type = (): ReturnType<typeof structuralType> => structuralType(schema);
  const scale = version.subresources?.scale;
  const rules = lazily(() => versionRules(schema, gvk, scale));
  const typeMeta = { apiVersion: apiVersionOf(gvk), kind };
  const parts: StrategyParts = {
    ...shared,
    ...{ gvk, hasStatus, rules },
    table: customPrinter(version.additionalPrinterColumns ?? [], typeMeta),
    selectableFields: selectableFields(version.selectableFields ?? []),
  };
  const discovered = shared.terminating ? { discoveredVerbs: LAST_VERBS } : {};
  const main: Endpoint = { subresource: '', kind: gvk, type, verbs: VERBS, ...discovered, strategy: customMain(parts) };
  const status: Endpoint = { subresource: 'status', kind: gvk, type, verbs: STATUS_VERBS, strategy: customStatus(parts) };
  const endpoints: [string, Endpoint][] = [
    ['', main],
    ...(hasStatus ? [['status', status] satisfies [string, Endpoint]] : []),
    ...(scale === undefined ? [] : [['scale', scaleEndpoint(scale, parts)] satisfies [string, Endpoint]]),
  ];
  return {
    version: gvk.version,
    storageVersionHash: hash,
    ...(version.deprecated === true
      ? { deprecationWarning: version.deprecationWarning ?? `${apiVersionOf(gvk)} ${kind} is deprecated` }
      : {}),
    type,
    openApi: () => schema,
    openApiV2: () => openApiV2(schema),
    endpoints: new Map(endpoints),
    convert: conversionOf(rules),
    encodingKey: encodingKeyOf(schema),
  };
}

function scaleEndpoint(scale: CustomResourceSubresourceScale, parts: StrategyParts): Endpoint {
  const type = (): StructNode | undefined => builtInType(SCALE);
  return { subresource: 'scale', kind: SCALE, type, verbs: STATUS_VERBS, strategy: customScale(parts), lens: scaleLens(scale) };
}

/** Objects are stored as they were written and read by the schema of today. */
function conversionOf(rules: () => VersionRules): Conversion {
  return { toStored: (object) => object, fromStored: (object) => rules().read(object) };
}

const encodingKeys = new WeakMap<JsonObject, string>();
let schemasSeen = 0;

/** A schema that changes may show other objects under the same version. */
function encodingKeyOf(schema: JsonObject): string {
  const known = encodingKeys.get(schema);
  if (known !== undefined) return known;
  const key = `schema ${++schemasSeen}`;
  encodingKeys.set(schema, key);
  return key;
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The first eight bytes of a SHA-256, so that clients notice when the stored version changes. */
function storageVersionHash(crypto: CryptoPort, text: string): string {
  return base64Of(crypto.digest('SHA-256', new TextEncoder().encode(text)).subarray(0, 8));
}

import admissionregistration from './data/admissionregistration.v1.json';
import apidiscovery from './data/apidiscovery.v2.json';
import apiextensions from './data/apiextensions.v1.json';
import apiregistration from './data/apiregistration.v1.json';
import apps from './data/apps.v1.json';
import authentication from './data/authentication.v1.json';
import authorization from './data/authorization.v1.json';
import autoscaling from './data/autoscaling.v1.json';
import autoscalingV2 from './data/autoscaling.v2.json';
import batch from './data/batch.v1.json';
import certificates from './data/certificates.v1.json';
import coordination from './data/coordination.v1.json';
import core from './data/core.v1.json';
import discovery from './data/discovery.v1.json';
import events from './data/events.v1.json';
import flowcontrol from './data/flowcontrol.v1.json';
import kinds from './data/kinds.json';
import meta from './data/meta.v1.json';
import networking from './data/networking.v1.json';
import node from './data/node.v1.json';
import policy from './data/policy.v1.json';
import rbac from './data/rbac.v1.json';
import rules from './data/rules.json';
import resource from './data/resource.v1.json';
import scheduling from './data/scheduling.v1.json';
import storage from './data/storage.v1.json';
import type { Json } from '../../../kube/json';
import type { FieldRule, OneOf } from './type-node';

/**
 * The types of one Go package by name. A struct is a list of its fields, after the marks `object` (it has kind and apiVersion) and
 * `atomic` (apply owns it as a whole); any other type is the text of its underlying type, with the values of an enum behind it.
 */
export type PackageData = Readonly<Record<string, StructData | string>>;

export type StructData = readonly (FieldData | 'object' | 'atomic')[];

/**
 * JSON name (`+Name`: inlined Go struct; `-Name`: not in JSON), type (`*[]core.v1.Container`; types of the same package by bare name),
 * protobuf number, flags (o omitempty, z omitzero, r required although omitempty, n not required although printed), and the rest.
 */
export type FieldData = readonly [name: string, type: string, proto?: number, flags?: string, extras?: FieldExtras];

export interface FieldExtras {
  readonly default?: Json;
  /** A zero that OpenAPI publishes as default of a field that may be absent; it changes no object. */
  readonly zero?: Json;
  /** Lists are atomic unless this says otherwise. */
  readonly list?: 'atomic' | 'set' | 'map';
  readonly keys?: readonly string[];
  readonly atomic?: boolean;
  readonly strategy?: string;
  readonly mergeKey?: string;
}

/** By the last two parts of the Go package's path. Parsed at start-up (100 kB), compiled type by type when asked for. */
export const PACKAGES: Readonly<Record<string, PackageData>> = {
  'admissionregistration.v1': types(admissionregistration),
  'apidiscovery.v2': types(apidiscovery),
  'apiextensions.v1': types(apiextensions),
  'apiregistration.v1': types(apiregistration),
  'apps.v1': types(apps),
  'authentication.v1': types(authentication),
  'authorization.v1': types(authorization),
  'autoscaling.v1': types(autoscaling),
  'autoscaling.v2': types(autoscalingV2),
  'batch.v1': types(batch),
  'certificates.v1': types(certificates),
  'coordination.v1': types(coordination),
  'core.v1': types(core),
  'discovery.v1': types(discovery),
  'events.v1': types(events),
  'flowcontrol.v1': types(flowcontrol),
  'meta.v1': types(meta),
  'networking.v1': types(networking),
  'node.v1': types(node),
  'policy.v1': types(policy),
  'rbac.v1': types(rbac),
  'resource.v1': types(resource),
  'scheduling.v1': types(scheduling),
  'storage.v1': types(storage),
};

/** Kinds by apiVersion; one from a foreign package carries its name: `meta.v1.Status`. */
export const KINDS = kinds as Readonly<Record<string, readonly string[]>>;

/** By full type name (`core.v1.Container`), then by field; '' says which members exclude each other. */
export const RULES = typeRules(rules);

export interface TypeRules {
  readonly ''?: OneOf;
  readonly [field: string]: FieldRule | OneOf | undefined;
}

function typeRules(data: unknown): Readonly<Record<string, TypeRules | undefined>> {
  return data as Readonly<Record<string, TypeRules | undefined>>;
}

function types(data: unknown): PackageData {
  return data as PackageData;
}

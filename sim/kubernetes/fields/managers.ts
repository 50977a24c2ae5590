import { goJson } from '../../../base/go';
import { isObject } from '../../../kube/json';
import { fromFieldsV1, toFieldsV1 } from './fields-v1';
import type { Json, JsonObject } from '../../../kube/json';
import type { FieldSet } from './field-set';

/** One entry of metadata.managedFields. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  /** Empty for the main resource. */
  readonly subresource: string;
  /** RFC 3339; absent when only ownership ever changed. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** By identity. */
export type Managers = ReadonlyMap<string, Manager>;

/**
 * The text that tells managers apart: their name, operation and subresource, and for updates the apiVersion. It is Go's JSON of the entry,
 * which is also what several orders go by.
 */
export function identityOf({ name, operation, apiVersion, subresource }: Omit<Manager, 'fields' | 'time'>): string {
  const version = operation === 'Apply' ? '' : apiVersion;
  const parts = [
    ['manager', name],
    ['operation', operation],
    ['apiVersion', version],
    ['subresource', subresource],
  ].filter(([, value]) => value !== '');
  return `{${parts.map(([key, value]) => `"${key ?? ''}":${goJson(value)}`).join(',')}}`;
}

/** Reads metadata.managedFields; undefined when an entry makes no sense. */
export function decodeManagers(entries: Json | undefined): Managers | undefined {
  const managers = new Map<string, Manager>();
  for (const entry of Array.isArray(entries) ? entries : []) {
    const manager = isObject(entry) ? decodeEntry(entry) : undefined;
    if (manager === undefined) return undefined;
    managers.set(identityOf(manager), manager);
  }
  return managers;
}

/** As metadata.managedFields; undefined when there is nothing to say. */
export function encodeManagers(managers: Managers): Json[] | undefined {
  if (managers.size === 0) return undefined;
  return [...managers.values()].sort(compareManagers).map(encodeEntry);
}

/** Seconds since 1970, 0 without a time. */
export function secondsOf({ time }: Manager): number {
  return time === undefined ? 0 : Math.floor(Date.parse(time) / 1000);
}

function decodeEntry(entry: JsonObject): Manager | undefined {
  const { manager, operation, apiVersion, subresource, time, fieldsType, fieldsV1 } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  if (typeof apiVersion !== 'string' || apiVersion === '' || fieldsType !== 'FieldsV1') return undefined;
  const fields = decodeFields(isObject(fieldsV1) ? fieldsV1 : {});
  if (fields === undefined) return undefined;
  return {
    name: typeof manager === 'string' ? manager : '',
    operation,
    apiVersion,
    subresource: typeof subresource === 'string' ? subresource : '',
    ...(typeof time === 'string' ? { time } : {}),
    fields,
  };
}

function decodeFields(fields: JsonObject): FieldSet | undefined {
  try {
    return fromFieldsV1(fields);
  } catch {
    return undefined;
  }
}

/** In Go's order of fields. */
function encodeEntry({ name, operation, apiVersion, subresource, time, fields }: Manager): JsonObject {
  const entry: JsonObject = {};
  if (name !== '') entry.manager = name;
  entry.operation = operation;
  entry.apiVersion = apiVersion;
  if (time !== undefined) entry.time = time;
  entry.fieldsType = 'FieldsV1';
  entry.fieldsV1 = toFieldsV1(fields);
  if (subresource !== '') entry.subresource = subresource;
  return entry;
}

/** Appliers first, then by time, name, apiVersion and subresource. */
function compareManagers(a: Manager, b: Manager): number {
  return (
    compareText(a.operation, b.operation) ||
    secondsOf(a) - secondsOf(b) ||
    compareText(a.name, b.name) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

import { caller } from './authorize';
import type { TppCall } from './call';
import type { CustomFieldDefinition } from './options';
import { badRequest } from './reply';
import type { TppReply } from './reply';
import type { TppCertificate } from './state';

/** Codes of the metadata calls, which answer 200 to almost everything. */
const RESULT = { done: 0, notInList: 17, noSuchItem: 4 } as const;

/** POST vedsdk/metadata/get: the custom fields that a certificate has. */
export function metadataGet(call: TppCall): TppReply {
  const { customFields } = certificateOf(call);
  const Data = call.settings.customFields.flatMap((field, i) => {
    const Value = customFields[field.label];
    return Value === undefined ? [] : [{ Key: item(field, i), Value }];
  });
  return { status: 200, body: { Locked: false, Data } };
}

/** POST vedsdk/metadata/getitems: the custom fields that there are. */
export function metadataItems(call: TppCall): TppReply {
  certificateOf(call);
  return { status: 200, body: { Locked: false, Items: call.settings.customFields.map(item) } };
}

/** POST vedsdk/metadata/set: how servers before 19.3 are told custom fields. */
export function metadataSet(call: TppCall): TppReply {
  const certificate = certificateOf(call);
  const wanted: Record<string, readonly string[]> = call.body.flag('KeepExisting') ? { ...certificate.customFields } : {};
  for (const { ItemGuid, List } of call.body.objects('GuidData')) {
    const field = call.settings.customFields.find((one, i) => guidOf(i) === ItemGuid);
    const values = Array.isArray(List) ? List.map(String) : [];
    if (field === undefined) return result(RESULT.noSuchItem);
    if (!allows(field, values)) return result(RESULT.notInList);
    wanted[field.label] = values;
  }
  certificate.customFields = wanted;
  return result(RESULT.done);
}

/** The custom fields of a request, by label; those that nobody knows are passed over. Throws when a value is not in its list. */
export function customFieldsIn({ body, settings }: TppCall): Readonly<Record<string, readonly string[]>> {
  const fields: Record<string, readonly string[]> = {};
  for (const { Name, Values } of body.objects('CustomFields')) {
    const values = Array.isArray(Values) ? Values.map(String) : [];
    const field = settings.customFields.find(({ label }) => label === Name);
    if (field === undefined) continue;
    if (!allows(field, values)) throw badRequest(`The value for custom field ${field.label} is not in the list of allowed values.`);
    fields[field.label] = values;
  }
  return fields;
}

function certificateOf(call: TppCall): TppCertificate {
  caller(call, 'certificate:manage');
  const dn = call.body.text('DN');
  const certificate = call.state.find(dn);
  if (certificate === undefined) throw badRequest(`${dn} does not exist or you do not have sufficient rights to the object.`);
  return certificate;
}

function allows({ allowedValues }: CustomFieldDefinition, values: readonly string[]): boolean {
  return allowedValues === undefined || values.every((value) => allowedValues.includes(value));
}

function item(field: CustomFieldDefinition, index: number): object {
  return {
    AllowedValues: field.allowedValues ?? [],
    Classes: ['X509 Certificate'],
    DN: `\\VED\\Metadata Root\\${field.label}`,
    Guid: guidOf(index),
    Label: field.label,
    Name: field.label,
    Type: field.allowedValues === undefined ? 1 : 2,
  };
}

function guidOf(index: number): string {
  return `{c5b1d2a0-0000-4000-8000-${String(index + 1).padStart(12, '0')}}`;
}

function result(code: number): TppReply {
  return { status: 200, body: { Locked: false, Result: code } };
}

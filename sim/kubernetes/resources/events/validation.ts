import { FieldErrors, Verbatim, type FieldError } from '../../../../kube/field-error';
import type { Event, ObjectReference } from '../../../../kube/types/core';
import { byteLength, dnsSubdomainErrors, qualifiedNameErrors } from '../../../../kube/validation';

export type EventApi = 'core' | 'events.k8s.io';

const SHORT_MAX = 128;
const MESSAGE_MAX = 1024;

/** Texts speak of the stored form, whichever API was used. */
export function validateEvent(event: Event, api: EventApi): FieldError[] {
  const errors = [...(event.eventTime === undefined ? oldStyleErrors(event) : newStyleErrors(event, api)), ...namespaceErrors(event)];
  return api === 'core' ? errors : [...errors, ...strictErrors(event)];
}

export function validateEventUpdate(next: Event, current: Event, api: EventApi): FieldError[] {
  const errors = [...(next.eventTime === undefined ? oldStyleErrors(next) : newStyleErrors(next, api)), ...namespaceErrors(next)];
  if (api === 'core') return errors;
  const changedSeries = JSON.stringify(next.series) !== JSON.stringify(current.series);
  return [...errors, ...(changedSeries ? seriesErrors(next) : []), ...immutabilityErrors(next, current)];
}

// Before eventTime came, an event lived in the namespace of what it is about, or in default.
function oldStyleErrors({ metadata, involvedObject }: Event): FieldError[] {
  const [own, about] = [metadata?.namespace ?? '', involvedObject?.namespace ?? ''];
  if (about === own || (about === '' && own === 'default')) return [];
  return [FieldErrors.invalid('involvedObject.namespace', about, 'does not match event.namespace')];
}

function newStyleErrors(event: Event, api: EventApi): FieldError[] {
  const { metadata, involvedObject, reportingComponent = '', reportingInstance, action, reason, message = '' } = event;
  const own = metadata?.namespace ?? '';
  const errors: FieldError[] = [];
  if ((involvedObject?.namespace ?? '') === '' && own !== 'default' && own !== 'kube-system') {
    errors.push(FieldErrors.invalid('involvedObject.namespace', '', 'does not match event.namespace'));
  }
  const controller = api === 'core' ? 'reportingComponent' : 'reportingController';
  if (reportingComponent === '') errors.push(FieldErrors.required(controller));
  errors.push(...qualifiedNameErrors(reportingComponent).map((text) => FieldErrors.invalid(controller, reportingComponent, text)));
  for (const [field, value] of Object.entries({ reportingInstance, action, reason })) errors.push(...shortTextErrors(field, value ?? ''));
  if (byteLength(message) > MESSAGE_MAX) errors.push(tooLong('message', MESSAGE_MAX));
  return errors;
}

function shortTextErrors(field: string, value: string): FieldError[] {
  if (value === '') return [FieldErrors.required(field)];
  return byteLength(value) > SHORT_MAX ? [tooLong(field, SHORT_MAX)] : [];
}

function tooLong(field: string, max: number): FieldError {
  return FieldErrors.invalid(field, '', `can have at most ${max} characters`);
}

function namespaceErrors({ metadata }: Event): FieldError[] {
  const namespace = metadata?.namespace ?? '';
  return dnsSubdomainErrors(namespace).map((text) => FieldErrors.invalid('namespace', namespace, text));
}

function strictErrors(event: Event): FieldError[] {
  const { eventTime, type = '', firstTimestamp, lastTimestamp, count, source } = event;
  const errors = seriesErrors(event);
  if (eventTime === undefined) errors.push(FieldErrors.required('eventTime'));
  if (type !== 'Normal' && type !== 'Warning') errors.push(FieldErrors.invalid('type', '', `has invalid value: ${type}`));
  const old = { firstTimestamp, lastTimestamp, count, source: source?.component ?? source?.host };
  const set = Object.entries(old).filter(([, value]) => value !== undefined);
  return [...errors, ...set.map(([field]) => FieldErrors.invalid(field, '', 'needs to be unset'))];
}

function seriesErrors({ series }: Event): FieldError[] {
  if (series === undefined) return [];
  return [
    ...((series.count ?? 0) < 2 ? [FieldErrors.invalid('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime === undefined ? [FieldErrors.required('series.lastObservedTime')] : []),
  ];
}

function immutabilityErrors(next: Event, current: Event): FieldError[] {
  return FROZEN.flatMap(([field, member, print]) => {
    const [value, stored] = [print(next[member]), print(current[member])];
    return value === stored ? [] : [FieldErrors.invalid(field, new Verbatim(value), 'field is immutable')];
  });
}

// Go prints its internal structs here, which have no JSON names.
const printReference = (value: unknown): string => {
  const {
    kind = '',
    namespace = '',
    name = '',
    uid = '',
    apiVersion = '',
    resourceVersion = '',
    fieldPath = '',
  } = value as ObjectReference;
  return JSON.stringify({
    Kind: kind,
    Namespace: namespace,
    Name: name,
    UID: uid,
    APIVersion: apiVersion,
    ResourceVersion: resourceVersion,
    FieldPath: fieldPath,
  });
};
const printSource = (value: unknown): string => {
  const { component = '', host = '' } = (value ?? {}) as NonNullable<Event['source']>;
  return JSON.stringify({ Component: component, Host: host });
};
const printText = (value: unknown): string => JSON.stringify(value ?? '');
const printTime = (value: unknown): string => JSON.stringify(value ?? null);

const FROZEN: readonly (readonly [string, keyof Event, (value: unknown) => string])[] = [
  ['involvedObject', 'involvedObject', (value) => printReference(value ?? {})],
  // Upstream checks it twice.
  ['reason', 'reason', printText],
  ['reason', 'reason', printText],
  ['message', 'message', printText],
  ['source', 'source', printSource],
  ['firstTimestamp', 'firstTimestamp', printTime],
  ['lastTimestamp', 'lastTimestamp', printTime],
  ['count', 'count', (value) => JSON.stringify(value ?? 0)],
  ['type', 'type', printText],
  ['eventTime', 'eventTime', printTime],
  ['action', 'action', printText],
  ['related', 'related', (value) => (value === undefined ? 'null' : printReference(value))],
  ['reportingController', 'reportingComponent', printText],
  ['reportingInstance', 'reportingInstance', printText],
];

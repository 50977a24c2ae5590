import assert from 'node:assert/strict';
import { coreEvent, eventConversion } from './conversion';
import { validateEvent, validateEventUpdate } from './validation';

const strict = {
  metadata: { name: 'a', namespace: 'ns' },
  involvedObject: { namespace: 'ns', kind: 'Pod', name: 'p' },
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingComponent: 'example.com/c',
  reportingInstance: 'i',
  action: 'a',
  reason: 'r',
  type: 'Normal',
};
const texts = (errors: readonly { field: string; message: string }[]): string[] =>
  errors.map(({ field, message }) => `${field}: ${message}`);

describe('Event', () => {
  it('is the same in both groups', () => {
    const group = eventConversion.fromStored({ ...strict, message: 'm', source: { component: 'c' }, count: 2 } as object);
    assert.deepEqual(Object.keys(group).sort(), [
      'action',
      'deprecatedCount',
      'deprecatedSource',
      'eventTime',
      'metadata',
      'note',
      'reason',
      'regarding',
      'reportingController',
      'reportingInstance',
      'type',
    ]);
    assert.deepEqual(coreEvent(group), { ...strict, message: 'm', source: { component: 'c' }, count: 2 });
  });

  it('of the old style lives where its object lives', () => {
    const event = { metadata: { namespace: 'ns' }, involvedObject: { namespace: 'other' } };
    assert.deepEqual(texts(validateEvent(event, 'core')), [
      'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
    ]);
  });

  it('of the new style needs a reporter, an action and a reason', () => {
    const { metadata, involvedObject, eventTime } = strict;
    assert.deepEqual(
      validateEvent({ metadata, involvedObject, eventTime, reportingComponent: 'c' }, 'core').map(({ field }) => field),
      ['reportingInstance', 'action', 'reason'],
    );
  });

  it('is held to more by events.k8s.io', () => {
    const event = { ...strict, type: 'Odd', count: 1 };
    assert.deepEqual(texts(validateEvent(event, 'core')), []);
    assert.deepEqual(texts(validateEvent(event, 'events.k8s.io')), [
      'type: Invalid value: "": has invalid value: Odd',
      'count: Invalid value: "": needs to be unset',
    ]);
  });

  it('changes nothing but its series there', () => {
    const series = { count: 2, lastObservedTime: strict.eventTime };
    assert.deepEqual(texts(validateEventUpdate({ ...strict, series }, strict, 'events.k8s.io')), []);
    assert.deepEqual(texts(validateEventUpdate({ ...strict, involvedObject: { name: 'z', namespace: 'ns' } }, strict, 'events.k8s.io')), [
      'involvedObject: Invalid value: {"Kind":"","Namespace":"ns","Name":"z","UID":"","APIVersion":"","ResourceVersion":"","FieldPath":""}: field is immutable',
    ]);
  });
});

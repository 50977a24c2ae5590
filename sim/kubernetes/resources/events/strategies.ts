import type { Event } from '../../../../kube/types/core';
import { validateObjectMetaUpdate } from '../../../../kube/validation';
import type { Strategy } from '../../model/strategy';
import { coreEvent } from './conversion';
import { validateEvent, validateEventUpdate } from './validation';

/** Core events are hardly checked, since clients of old write them. */
export const coreEventMain: Strategy<Event> = {
  garbageCollected: false,
  validatesSchema: true,
  // Newer clients name themselves as the reporting component only.
  selectableFields: { source: ({ source, reportingComponent = '' }) => source?.component ?? reportingComponent },
  validate: (event) => validateEvent(event, 'core'),
  validateUpdate: (next, current) => validateEventUpdate(next, current, 'core'),
};

/** The same objects under events.k8s.io, whose own form they have here. */
export const groupEventMain: Strategy = {
  garbageCollected: false,
  validatesSchema: true,
  errorGroup: '',
  validate: (event) => validateEvent(coreEvent(event), 'events.k8s.io'),
  validateUpdate: (next, current) => [
    ...validateObjectMetaUpdate(next.metadata ?? {}, current.metadata ?? {}, { standardFinalizers: true }),
    ...validateEventUpdate(coreEvent(next), coreEvent(current), 'events.k8s.io'),
  ],
};

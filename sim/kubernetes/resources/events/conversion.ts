import type { KubeObject } from '../../../../kube/meta';
import type { Event } from '../../../../kube/types/core';
import type { Conversion } from '../../model/definition';

/** Events are stored as the core group writes them: [core, events.k8s.io]. What is not listed is the same in both. */
const NAMES: readonly (readonly [string, string])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
];

const TO_CORE: ReadonlyMap<string, string> = new Map(NAMES.map(([core, group]) => [group, core]));
const FROM_CORE: ReadonlyMap<string, string> = new Map(NAMES);

export const eventConversion: Conversion = {
  toStored: (event) => renamed(event, TO_CORE),
  fromStored: (event) => renamed(event, FROM_CORE),
};

export function coreEvent(event: KubeObject): Event {
  return renamed(event, TO_CORE);
}

function renamed(event: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [names.get(name) ?? name, value as unknown]));
}

import type { FieldSelector } from './field-selector';
import type { LabelSelector } from './label-selector';

/** Requests with equal keys see the same objects, so that watches can be grouped by it. */
export function selectionKey(labels: LabelSelector, fields: FieldSelector): string {
  return labels.empty && fields.empty ? '' : `${labels.text}\n${fields.text}`;
}

/** What a selecting watcher is told of a write: an object that enters the selection is ADDED, one that leaves it DELETED. */
export function selectedEvent(before: boolean, after: boolean): 'ADDED' | 'MODIFIED' | 'DELETED' | undefined {
  if (!after) return before ? 'DELETED' : undefined;
  return before ? 'MODIFIED' : 'ADDED';
}

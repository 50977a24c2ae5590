import type { KubeObject } from '../../../../kube/meta';
import { humanDuration } from '../../../../kube/human-duration';

/** What a printer shows of an object; `now` in milliseconds. */
export type Cells = (object: KubeObject, now: number) => readonly unknown[];

export const NONE = '<none>';
export const UNKNOWN = '<unknown>';

export function nameOf({ metadata }: KubeObject): string {
  return metadata?.name ?? '';
}

/** How long ago a time was. */
export function since(time: string | undefined, now: number): string {
  return time === undefined || time === '' ? UNKNOWN : humanDuration((now - Date.parse(time)) / 1000);
}

export function ageOf({ metadata }: KubeObject, now: number): string {
  return since(metadata?.creationTimestamp, now);
}

export function orNone(text: string): string {
  return text === '' ? NONE : text;
}

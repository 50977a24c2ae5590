export { applyJsonPatch } from './json-patch';
export type { JsonPatch } from './json-patch';
export { decodeJsonPatch } from './json-patch-decode';
export type { DecodedJsonPatch } from './json-patch-decode';
export { applyMergePatch } from './merge-patch';
export { applyStrategicPatch } from './strategic-patch';

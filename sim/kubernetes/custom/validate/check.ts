import type { Json } from '../../../../kube/json';
import type { Findings } from './findings';

/**
 * Checks a value against a schema in kube-openapi's order. `old` is the value that stood there before an update: what has not changed
 * since is not complained of. Undefined where nothing stood there.
 */
export type SchemaCheck = (value: Json, path: string, out: Findings, old: Json | undefined) => void;

import { parseRfc3339 } from '../../../../base/go';
import { humanDuration } from '../../../../kube/human-duration';
import type { Json, JsonObject } from '../../../../kube/json';
import type { KubeObject } from '../../../../kube/meta';
import type { CustomResourceColumnDefinition } from '../../../../kube/types/apiextensions';
import { encodeSorted } from '../../codec/encode-json';
import type { TableColumn, TablePrinter } from '../../model/strategy';
import { jsonPath, type JsonPath } from './json-path';

const NAME: TableColumn = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
};

const AGE: CustomResourceColumnDefinition = {
  name: 'Age',
  type: 'date',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
  jsonPath: '.metadata.creationTimestamp',
};

interface Column {
  readonly type: string;
  readonly find: JsonPath | undefined;
}

/** Prints the columns of one version; the age alone where it has none. `kind` and `apiVersion` are put back for paths that ask for them. */
export function customPrinter(defined: readonly CustomResourceColumnDefinition[], typeMeta: JsonObject): TablePrinter {
  const used = defined.length === 0 ? [AGE] : defined;
  let columns: readonly Column[] | undefined;
  return {
    columns: [NAME, ...used.map(columnOf)],
    cells(object: KubeObject, now: number) {
      columns ??= used.map(({ type = '', jsonPath: path = '' }) => ({ type, find: pathOrNothing(path) }));
      const tree = { ...typeMeta, ...(object as JsonObject) };
      return [object.metadata?.name ?? '', ...columns.map((column) => cellOf(column, tree, now))];
    },
  };
}

function columnOf({
  name = '',
  type = '',
  format,
  description,
  priority,
  jsonPath: path = '',
}: CustomResourceColumnDefinition): TableColumn {
  return {
    name,
    type,
    ...(format === undefined ? {} : { format }),
    description:
      description === undefined || description === '' ? `Custom resource definition column (in JSONPath format): ${path}` : description,
    ...(priority === undefined ? {} : { priority }),
  };
}

function pathOrNothing(path: string): JsonPath | undefined {
  try {
    return jsonPath(path);
  } catch {
    return undefined;
  }
}

function cellOf({ type, find }: Column, tree: Json, now: number): unknown {
  const value = find?.(tree)[0];
  if (value === undefined || value === null) return null;
  if (type === 'string') return typeof value === 'string' ? value : encodeSorted(value);
  if (type === 'integer' || type === 'number') {
    const number = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
    return number === undefined ? null : type === 'integer' ? Math.trunc(number) : number;
  }
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return type === 'date' && typeof value === 'string' ? ageOf(value, now) : null;
}

function ageOf(text: string, now: number): string {
  if (text === '' || text === 'null') return '<unknown>';
  const time = parseRfc3339('seconds', text);
  return 'error' in time ? '<invalid>' : humanDuration(now / 1000 - time.seconds);
}

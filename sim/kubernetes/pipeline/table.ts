import { ApiError } from '../../../kube/api-error';
import { goQuote } from '../../../base/go';
import type { KubeObject } from '../../../kube/meta';
import type { TableColumn, TablePrinter } from '../model/strategy';
import type { Call, Target } from './call';
import { partialItem } from './partial';
import { textOf } from './bytes';
import { objectBytes, withKind } from './encode';
import { firstValue } from './query';

interface TableInput {
  /** In the version's form, without kind and apiVersion. */
  readonly objects: readonly KubeObject[];
  readonly metadata: object;
  readonly version: string;
  /** False in later events of a watch. Default true. */
  readonly withColumns?: boolean;
}

/** A meta.k8s.io Table, one row per object. Throws 400 for an unknown includeObject. */
export function tableOf(call: Call, target: Target, { objects, metadata, version, withColumns = true }: TableInput): KubeObject & object {
  const include = includeObject(call);
  const printer = target.version.endpoints.get('')?.strategy.table ?? DEFAULT_PRINTER;
  const now = call.clock.now();
  const rows = objects.map((object) => ({
    cells: printer.cells(object, now),
    ...(include === 'None'
      ? { object: null }
      : { object: include === 'Object' ? completeTree(object, target) : partialItem(object, version) }),
  }));
  const columns = withColumns ? printer.columns.map(columnDefinition) : null;
  // Upstream's printers begin with an empty list, the default one with none.
  const shownRows = rows.length === 0 && printer === DEFAULT_PRINTER ? null : rows;
  return { kind: 'Table', apiVersion: `meta.k8s.io/${version}`, metadata, columnDefinitions: columns, rows: shownRows } as KubeObject &
    object;
}

/** In the order in which Go prints it. */
function columnDefinition({ name, type, format = '', description, priority = 0 }: TableColumn): Required<TableColumn> {
  return { name, type, format, description, priority };
}

/** With everything that Go prints. */
function completeTree(object: KubeObject, { version, endpoint }: Target): KubeObject {
  return JSON.parse(textOf(withKind(objectBytes(object, version), endpoint.kind))) as KubeObject;
}

export function includeObject(call: Call): 'None' | 'Metadata' | 'Object' {
  const asked = firstValue(call.query, 'includeObject');
  if (asked === '') return 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  throw ApiError.badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${goQuote(asked)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

/** For what has no printer of its own. */
const DEFAULT_PRINTER: TablePrinter = {
  columns: [
    {
      name: 'Name',
      type: 'string',
      format: 'name',
      description:
        'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
    },
    {
      name: 'Created At',
      type: 'date',
      description:
        'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata',
    },
  ],
  cells: ({ metadata }) => [metadata?.name ?? '', metadata?.creationTimestamp ?? null],
};

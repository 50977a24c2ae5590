import type { TableColumn, TablePrinter } from '../../model/strategy';
import data from '../data/columns.json';
import { coreEvent } from '../events/conversion';
import { autoscalerCells } from './autoscalers';
import { basicCells, eventCells } from './basic';
import type { Cells } from './cells';
import { clusterCells } from './cluster';
import { networkCells } from './network';
import { plainCells } from './plain';
import { podCells } from './pods';
import { workloadCells } from './workloads';

interface ColumnData {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly priority?: number;
  readonly description?: string;
  /** Names a description that several columns have. */
  readonly shared?: string;
}

const { shared, columns } = data as {
  readonly shared: Readonly<Record<string, string>>;
  readonly columns: Readonly<Record<string, readonly ColumnData[]>>;
};

const CELLS: Readonly<Record<string, Cells>> = {
  ...plainCells,
  ...basicCells,
  ...workloadCells,
  ...networkCells,
  ...clusterCells,
  'horizontalpodautoscalers.autoscaling': autoscalerCells,
  pods: podCells,
  events: eventCells,
  'events.events.k8s.io': (event, now) => eventCells(coreEvent(event), now),
};

/** The printer of a kind by `resource.group`; undefined where upstream shows name and creation only. */
export function printerOf(groupResource: string): TablePrinter | undefined {
  const cells = CELLS[groupResource];
  if (cells === undefined) return undefined;
  return { columns: (columns[groupResource] ?? []).map(columnOf), cells };
}

function columnOf({ name, type, format, priority, description, shared: key }: ColumnData): TableColumn {
  return {
    name,
    type,
    ...(format === undefined ? {} : { format }),
    description: description ?? shared[key ?? ''] ?? '',
    ...(priority === undefined ? {} : { priority }),
  };
}

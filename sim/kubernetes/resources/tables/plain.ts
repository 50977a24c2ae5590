import data from '../data/plain-cells.json';
import type { KubeObject } from '../../../../kube/meta';
import { at, listAt, scalarAt } from '../common/tree';
import { ageOf, nameOf, type Cells } from './cells';

/**
 * Printers that only pick values. A cell is `@name`, `@age`, a path (what stands after `=` is shown for nothing), the length of the list
 * at a path after `#`, the number or truth at a path after `!`, or the items of a list joined (`path[]`, `path[].member`).
 */
const kinds = data as Readonly<Record<string, readonly string[]>>;

export const plainCells: Readonly<Record<string, Cells>> = Object.fromEntries(
  Object.entries(kinds).map(([kind, cells]): [string, Cells] => {
    const readers = cells.map(readerOf);
    return [kind, (object, now) => readers.map((read) => read(object, now))];
  }),
);

function readerOf(cell: string): (...given: Parameters<Cells>) => unknown {
  if (cell === '@name') return nameOf;
  if (cell === '@age') return ageOf;
  const [path = '', absent = ''] = cell.split('=');
  if (path.startsWith('#')) {
    const steps = path.slice(1).split('.');
    return (object) => listAt(object, ...steps).length;
  }
  if (path.startsWith('!')) {
    const steps = path.slice(1).split('.');
    const nothing = absent === 'false' ? false : absent;
    return (object) => at(object, ...steps) ?? nothing;
  }
  const [list, member] = path.split('[]');
  if (list !== undefined && member !== undefined) return joined(list.split('.'), member.split('.').filter(Boolean), absent);
  const steps = path.split('.');
  return (object) => scalarAt(object, ...steps) || absent;
}

function joined(list: readonly string[], member: readonly string[], absent: string): (object: KubeObject) => string {
  return (object) =>
    listAt(object, ...list)
      .map((item) => scalarAt(item, ...member))
      .join(',') || absent;
}

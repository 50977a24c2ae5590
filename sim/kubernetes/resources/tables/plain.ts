import data from '../data/plain-cells.json';
import { listAt, scalarAt } from '../common/tree';
import { ageOf, nameOf, type Cells } from './cells';

/**
 * Printers that only pick values. A cell is `@name`, `@age`, a path (what stands after `=` is shown for nothing), or the length of the list
 * at a path after `#`.
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
  const steps = path.split('.');
  return (object) => scalarAt(object, ...steps) || absent;
}

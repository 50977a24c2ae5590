import type { KubeObject } from '../../../kube/meta';

/** One state of one key. Immutable but for what its store forgets and its readers cache. */
export class Cell {
  /** The state before; cut off when history is compacted. A creation has none, or a tombstone. */
  previous: Cell | undefined;
  /** The object's encoding by version, filled by whoever encodes it first: bytes are made once per state. */
  readonly encodings = new Map<string, Uint8Array>();

  constructor(
    readonly key: string,
    /** The store's revision that made this state. */
    readonly revision: number,
    /** The object; of a tombstone, the last object with the deletion's resourceVersion. Frozen. */
    readonly object: KubeObject,
    { deleted, previous }: { readonly deleted: boolean; readonly previous: Cell | undefined },
  ) {
    this.deleted = deleted;
    this.previous = previous;
  }

  readonly deleted: boolean;
}

/** The state that a reader of `revision` sees: the newest one that is not younger. */
export function cellAt(head: Cell, revision: number): Cell | undefined {
  let cell: Cell | undefined = head;
  while (cell !== undefined && cell.revision > revision) cell = cell.previous;
  return cell;
}

import type { VersionDefinition } from '../model/definition';
import type { Cell } from '../store/cell';
import type { Collection } from '../store/collection';

/** What a list shows, and the bytes that were made of it. */
export class Listing {
  #items: Uint8Array | undefined;
  #body: Uint8Array | undefined;
  #revision = 0;

  constructor(readonly cells: readonly Cell[]) {}

  /** JSON of the items, made once. */
  items(encode: (cells: readonly Cell[]) => Uint8Array): Uint8Array {
    return (this.#items ??= encode(this.cells));
  }

  /** The whole answer, made once for each revision that it can name. */
  body(revision: number, encode: () => Uint8Array): Uint8Array {
    if (this.#body === undefined || this.#revision !== revision) [this.#body, this.#revision] = [encode(), revision];
    return this.#body;
  }
}

interface Memory {
  /** The collection's. */
  readonly revision: number;
  readonly listings: Map<string, Listing>;
}

// Selections that are remembered per collection, and from how many objects on it pays.
const MOST_LISTINGS = 8;
const FEW = 16;

// A changed definition of a custom resource has new versions, under which the same objects may look otherwise.
const memories = new WeakMap<VersionDefinition, WeakMap<Collection, Memory>>();

/**
 * The objects that a selection of a collection shows now. Informers that start and people who poll ask for the same whole list again and
 * again: until the collection changes, it is read and encoded once. Equal keys must select the same objects.
 */
export function currentListing(
  { collection, version, key }: { readonly collection: Collection; readonly version: VersionDefinition; readonly key: string },
  read: () => readonly Cell[],
): Listing {
  const { listings } = memoryOf(version, collection);
  const known = listings.get(key);
  if (known !== undefined) return known;
  const made = new Listing(read());
  if (made.cells.length >= FEW && listings.size < MOST_LISTINGS) listings.set(key, made);
  return made;
}

function memoryOf(version: VersionDefinition, collection: Collection): Memory {
  let ofVersion = memories.get(version);
  if (ofVersion === undefined) memories.set(version, (ofVersion = new WeakMap()));
  let memory = ofVersion.get(collection);
  if (memory?.revision !== collection.revision)
    ofVersion.set(collection, (memory = { revision: collection.revision, listings: new Map() }));
  return memory;
}

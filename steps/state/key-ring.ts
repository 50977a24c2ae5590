/**
 * Hands out what `make` makes: `size` of them are made, one at each call, and then handed out again in turn. For what is slow to make and
 * has to differ only from its neighbours.
 */
export function keyRing<T>(size: number, make: () => T): () => T {
  const made: T[] = [];
  let at = 0;
  return () => {
    const index = at++ % size;
    return (made[index] ??= make());
  };
}

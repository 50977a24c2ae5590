/** What a report shows of a failure: what was expected and what was seen, one line each. */
export class Unmet extends Error {
  override readonly name = 'Unmet';

  constructor(
    readonly expected: string,
    readonly seen: string,
  ) {
    super(`expected: ${expected}\nseen: ${seen}`);
  }
}

/** Returns `value` unless it is false, empty or absent. @throws Unmet */
export function claim<T>(value: T | undefined | false | '', expected: string, seen: string): T {
  if (value === undefined || value === false || value === '') throw new Unmet(expected, seen);
  return value;
}

/** @throws Unmet unless both lists have the same members, in any order */
export function claimSame(expected: readonly string[], seen: readonly string[], what: string): void {
  const text = (list: readonly string[]): string => `${what} ${[...list].sort().join(', ') || 'none'}`;
  claim(text(expected) === text(seen), text(expected), text(seen));
}

/**
 * A copy without some members. Deleting from a copy would turn it into a hash table, which everybody who touches it afterwards pays for.
 * A member named `__proto__` is data like any other.
 */
export function without<T extends object, K extends PropertyKey>(object: T, ...members: readonly K[]): Omit<T, K> {
  const left = Object.entries(object).filter(([name]) => !(members as readonly PropertyKey[]).includes(name));
  return Object.fromEntries(left) as Omit<T, K>;
}

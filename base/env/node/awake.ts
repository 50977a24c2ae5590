const FOREVER = 2 ** 31 - 1;

/** Keeps the process from ending while the work is under way: timers of the clock do not, and a lab in this process opens nothing else. */
export async function awake<T>(work: Promise<T>): Promise<T> {
  const hold = setInterval(() => undefined, FOREVER);
  try {
    return await work;
  } finally {
    clearInterval(hold);
  }
}

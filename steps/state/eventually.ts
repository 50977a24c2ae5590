/** How long "eventually" waits at most, and how long "stays" looks, in milliseconds. */
export const EVENTUALLY = 10_000;
export const STAYS = 400;

const PAUSE = 10;

/**
 * Repeats `attempt` until it returns something other than undefined, and returns that.
 * @throws Error with `describe()` when EVENTUALLY has passed.
 */
export async function eventually<T>(attempt: () => Promise<T | undefined>, describe: () => Promise<string>): Promise<T> {
  const end = Date.now() + EVENTUALLY;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Date.now() > end) throw new Error(await describe());
    await pause(PAUSE);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return pass(milliseconds);
}

/** Waits for something that may itself wait for time to pass, such as the end of what is under way. */
export async function patiently<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const settled = work.finally(() => (over = true));
  // Whoever awaits it below hears of a failure.
  settled.catch(() => undefined);
  while (!over) await pause(PAUSE);
  return settled;
}

type Pass = (milliseconds: number) => Promise<void>;

const forReal: Pass = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Scenarios run one after the other, and each begins with saying how its time passes.
let pass = forReal;

/** How time passes while a step waits: for real, unless the cluster has a clock that can be moved. */
export function letTimePass(by: Pass = forReal): void {
  pass = by;
}

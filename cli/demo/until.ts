import type { Clock } from '../../base/env/ports';
import { CommandError } from '../errors';

const PATIENCE = 10_000;
const PAUSE = 5;

/** Asks until there is an answer. @throws CommandError after ten seconds, which says what was waited for. */
export async function until<T>(clock: Clock, what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = clock.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (clock.now() > end) throw new CommandError(`waited ten seconds for ${what}: run csrlab up --verbose to see what the engine does`);
    await new Promise<void>((resolve) => clock.setTimer(PAUSE, resolve));
  }
}

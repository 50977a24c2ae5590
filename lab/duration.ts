import { parseDuration } from '../base/go';

const DAY = 24 * 3600 * 1000;
const NANOSECONDS = 1_000_000n;

/** Milliseconds of a Go duration that may count days too: `1h30m`, `60d`, `1d12h`. @throws Error that says how to write one */
export function milliseconds(text: string): number {
  const match = /^(?:(\d+)d)?(.*)$/.exec(text);
  const [days = '0', rest = ''] = match?.slice(1) ?? [];
  if (text === '') throw new Error('a duration is empty: write one such as 1h30m or 60d');
  try {
    return Number(days) * DAY + (rest === '' ? 0 : Number(parseDuration(rest) / NANOSECONDS));
  } catch (error) {
    throw new Error(`"${text}" is no duration: write one such as 1h30m or 60d`, { cause: error });
  }
}

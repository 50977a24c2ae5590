const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** The short text that tables show for an age (apimachinery's duration.HumanDuration): about two significant units. */
export function humanDuration(seconds: number): string {
  const whole = Math.trunc(seconds);
  if (whole < -1) return '<invalid>';
  if (whole < 0) return '0s';
  if (whole < 2 * MINUTE) return `${whole}s`;
  if (whole < 10 * MINUTE) return two(whole, [MINUTE, 'm'], [1, 's']);
  if (whole < 3 * HOUR) return `${Math.floor(whole / MINUTE)}m`;
  if (whole < 8 * HOUR) return two(whole, [HOUR, 'h'], [MINUTE, 'm']);
  if (whole < 2 * DAY) return `${Math.floor(whole / HOUR)}h`;
  if (whole < 8 * DAY) return two(whole, [DAY, 'd'], [HOUR, 'h']);
  if (whole < 2 * YEAR) return `${Math.floor(whole / DAY)}d`;
  if (whole < 8 * YEAR) return two(whole, [YEAR, 'y'], [DAY, 'd']);
  return `${Math.floor(whole / YEAR)}y`;
}

type Unit = readonly [size: number, letter: string];

function two(seconds: number, [large, big]: Unit, [small, little]: Unit): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${big}${rest === 0 ? '' : `${rest}${little}`}`;
}

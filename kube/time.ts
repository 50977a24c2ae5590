// A busy server stamps everything of a second with the same text.
let latest = { second: NaN, text: '' };

/** metav1.Time: `2006-01-02T15:04:05Z`. */
export function timeText(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== latest.second) latest = { second, text: `${new Date(milliseconds).toISOString().slice(0, 19)}Z` };
  return latest.text;
}

/** metav1.MicroTime: `2006-01-02T15:04:05.000000Z`. */
export function microTimeText(milliseconds: number): string {
  const micros = Math.floor((milliseconds - Math.floor(milliseconds / 1000) * 1000) * 1000);
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

/** One line of the report: how many operations a second, and what share of the baseline that is. */
export interface Figure {
  readonly name: string;
  readonly rate: number;
  readonly baseline?: number;
  /** The ratio that this figure is to reach. */
  readonly target?: number;
}

export function report({ name, rate, baseline, target }: Figure): string {
  const figure = `${name.padEnd(34)} ${Math.round(rate).toString().padStart(8)}/s`;
  if (baseline === undefined) return figure;
  const ratio = (rate / baseline).toFixed(2);
  return `${figure}   ${ratio} of ${Math.round(baseline)}/s${target === undefined ? '' : ` (target ${target})`}`;
}

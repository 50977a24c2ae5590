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

/** Calls `work` with `parallel` calls under way until the time is over; operations per second. */
export async function rateOf(work: (index: number) => Promise<unknown>, parallel: number, milliseconds: number): Promise<number> {
  const begin = performance.now();
  const end = begin + milliseconds;
  let index = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await work(index++);
      done++;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return (done * 1000) / (performance.now() - begin);
}

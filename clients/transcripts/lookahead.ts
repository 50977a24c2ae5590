/** Runs jobs in the order in which they were added, so many at once, from the moment somebody waits for the first result. */
export class Lookahead {
  private readonly waiting: (() => Promise<void>)[] = [];
  private running = 0;

  constructor(private readonly atOnce: number) {}

  /** Returns how to wait for the job's result. */
  add<T>(job: () => Promise<T>): () => Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      this.waiting.push(() => job().then(resolve, reject));
    });
    // Whoever awaits it hears of a failure; until then it is nobody's.
    result.catch(() => undefined);
    return () => {
      this.fill();
      return result;
    };
  }

  private fill(): void {
    while (this.running < this.atOnce) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.running++;
      void next().then(() => {
        this.running--;
        this.fill();
      });
    }
  }
}

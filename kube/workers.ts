import type { WorkQueue } from './work-queue';

export interface WorkerOptions {
  readonly queue: WorkQueue;
  /** Items processed at the same time. @default 1 */
  readonly count?: number;
  /** Success forgets the item's failures; a rejection adds it again after the limiter's wait. */
  readonly process: (item: string) => Promise<void>;
  /** Told of every rejection. */
  readonly onError: (error: unknown, item: string) => void;
}

/** Runs workers until the queue is shut down and empty; resolves then. */
export async function runWorkers({ queue, count = 1, process, onError }: WorkerOptions): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => work({ queue, process, onError })));
}

async function work({ queue, process, onError }: WorkerOptions): Promise<void> {
  for (let item = await queue.get(); item !== undefined; item = await queue.get()) {
    try {
      await process(item);
      queue.forget(item);
    } catch (error) {
      onError(error, item);
      queue.addRateLimited(item);
    } finally {
      queue.done(item);
    }
  }
}

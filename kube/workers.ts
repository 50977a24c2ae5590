import type { WorkQueue } from './work-queue';

export interface WorkerOptions {
  readonly queue: WorkQueue;
  /** Items processed at the same time. @default 1 */
  readonly count?: number;
  /** Success forgets the item's failures; a rejection adds it again after the limiter's wait. */
  readonly process: (item: string) => Promise<void>;
  /** Told of every rejection but RetryLater. */
  readonly onError: (error: unknown, item: string) => void;
  /** Asked after a rejection; false gives the item up. @default always */
  readonly retry?: (item: string) => boolean;
}

/** Thrown by a processor to be asked again after the limiter's wait, without that being a failure. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
}

/** Runs workers until the queue is shut down and empty; resolves then. */
export async function runWorkers(options: WorkerOptions): Promise<void> {
  await Promise.all(Array.from({ length: options.count ?? 1 }, () => work(options)));
}

async function work({ queue, process, onError, retry = () => true }: WorkerOptions): Promise<void> {
  for (let item = await queue.get(); item !== undefined; item = await queue.get()) {
    try {
      await process(item);
      queue.forget(item);
    } catch (error) {
      if (!(error instanceof RetryLater)) onError(error, item);
      if (retry(item)) queue.addRateLimited(item);
      else queue.forget(item);
    } finally {
      queue.done(item);
    }
  }
}

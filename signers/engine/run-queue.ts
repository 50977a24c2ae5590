import type { Clock } from '../../base/env/ports';
import { ApiError } from '../../kube/api-error';
import { itemExponential } from '../../kube/rate-limiter';
import { createWorkQueue } from '../../kube/work-queue';
import type { WorkQueue } from '../../kube/work-queue';
import { runWorkers } from '../../kube/workers';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { asError } from './outcome';

// cert-manager's default for items that failed: 5 s, doubled up to 5 min.
const BACK_OFF = { base: 5_000, max: 300_000 };

export function controllerQueue(clock: Clock): WorkQueue {
  return createWorkQueue(clock, itemExponential(BACK_OFF));
}

export interface QueueRun {
  readonly controller: string;
  readonly queue: WorkQueue;
  readonly workers: number;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly process: (key: string) => Promise<void>;
}

/** Works a controller's queue off until it is shut down. A rejected item comes back after its back-off. */
export function runQueue({ controller, queue, workers, metrics, log, process }: QueueRun): Promise<void> {
  return runWorkers({
    queue,
    count: workers,
    process: (key) => {
      metrics.synced(controller);
      return process(key);
    },
    onError: (error, key) => {
      metrics.failed(controller);
      // Somebody was faster: nothing is wrong, the newer object is on its way.
      const level = error instanceof ApiError && error.code === 409 ? 'info' : 'error';
      log({ level, controller, key, message: asError(error).message });
    },
  });
}

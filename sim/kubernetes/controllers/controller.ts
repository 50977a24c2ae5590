import type { Clock, Random } from '../../../base/env/ports';
import type { KubeClient } from '../../../kube/client';
import type { InformerFactory } from '../../../kube/informer';
import type { RateLimiter } from '../../../kube/rate-limiter';
import { createWorkQueue } from '../../../kube/work-queue';
import type { WorkQueue } from '../../../kube/work-queue';
import { runWorkers } from '../../../kube/workers';
import { ApiError } from '../../../kube/api-error';

/** What every controller is handed. */
export interface ControllerContext {
  readonly clock: Clock;
  readonly random: Random;
  /** Shared: a resource is watched once, as kube-controller-manager itself. */
  readonly informers: InformerFactory;
  /** A client that acts as a service account of kube-system, or as kube-controller-manager itself. */
  client(account: string): KubeClient;
  onError(error: unknown, where: string): void;
}

/** A running controller. */
export interface Controller {
  /** Takes no more work; resolves when what is under way is done. */
  stop(): Promise<void>;
}

export interface Loop {
  /** For messages. */
  readonly name: string;
  readonly limiter: RateLimiter;
  /** Items processed at the same time. @default 5 */
  readonly workers?: number;
  readonly sync: (item: string) => Promise<void>;
  /** Whether a failure is tried again. @default always */
  readonly retry?: (item: string, queue: WorkQueue) => boolean;
}

/** A queue whose items are synchronised until that succeeds. */
export function startLoop(
  context: ControllerContext,
  { name, limiter, workers = 5, sync, retry }: Loop,
): Controller & { readonly queue: WorkQueue } {
  const queue = createWorkQueue(context.clock, limiter);
  const done = runWorkers({
    queue,
    count: workers,
    process: sync,
    onError: (error, item) => context.onError(error, `${name}: ${item}`),
    ...(retry === undefined ? {} : { retry: (item) => retry(item, queue) }),
  });
  return {
    queue,
    async stop() {
      await queue.drain();
      await done;
    },
  };
}

export function isCode(error: unknown, code: number): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

/** Nothing more can be made in the namespace: its controller is already removing what is there. */
export function isTerminating(error: unknown): boolean {
  return error instanceof ApiError && (error.status.details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating');
}

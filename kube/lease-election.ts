import type { Clock, Random } from '../base/env/ports';
import { ApiError } from './api-error';
import type { KubeClient } from './client';
import type { EventRecorder } from './events';
import { Resources } from './resources';
import { sleep } from './sleep';
import { microTimeText } from './time';
import type { Lease, LeaseSpec } from './types/coordination';

export interface ElectionOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly namespace: string;
  readonly name: string;
  /** Unique among the candidates. */
  readonly identity: string;
  /** Of the Lease, when it is created. */
  readonly labels?: Record<string, string>;
  /** How long the others wait before they take over, in milliseconds. @default 15000 */
  readonly leaseDuration?: number;
  /** How long the leader tries to renew before it gives up, in milliseconds. @default 10000 */
  readonly renewDeadline?: number;
  /** Between attempts, in milliseconds. @default 2000 */
  readonly retryPeriod?: number;
  /** Told `became leader` and `stopped leading`. */
  readonly recorder?: EventRecorder;
  readonly onError?: (error: unknown) => void;
  /** Runs while this candidate leads; its signal aborts when the lead is lost. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
}

const JITTER = 1.2;
const STEPS = 1_000_000;

/**
 * client-go's leader election by Lease. Resolves when the lead is lost, or when `signal` aborts: then the Lease is released, so that
 * the next candidate need not wait for it to expire.
 */
export async function runElection(options: ElectionOptions, signal: AbortSignal): Promise<void> {
  const elector = new Elector(options);
  await elector.acquire(signal);
  if (signal.aborted) return;
  const lead = new AbortController();
  const leading = options.lead(lead.signal);
  await elector.renew(signal);
  lead.abort();
  await leading;
  if (signal.aborted) await elector.release();
}

class Elector {
  private observed: Lease | undefined;
  private observedAt = 0;
  private readonly jitter;

  constructor(private readonly options: ElectionOptions) {
    this.jitter = options.random.stream('lease-election', options.identity);
  }

  async acquire(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriod = 2000 } = this.options;
    while (!signal.aborted && !(await this.attempt())) {
      const stretch = 1 + (JITTER * this.jitter.integer(STEPS)) / STEPS;
      await sleep(clock, retryPeriod * stretch, signal);
    }
    if (!signal.aborted) this.announce('became leader');
  }

  /** Returns when the Lease could not be renewed in time, or the signal aborts. */
  async renew(signal: AbortSignal): Promise<void> {
    const { clock, retryPeriod = 2000, renewDeadline = 10_000 } = this.options;
    let renewedAt = clock.now();
    while (!signal.aborted && clock.now() - renewedAt < renewDeadline) {
      await sleep(clock, retryPeriod, signal);
      if (!signal.aborted && (await this.attempt())) renewedAt = clock.now();
    }
    this.announce('stopped leading');
  }

  async release(): Promise<void> {
    if (this.observed?.spec?.holderIdentity !== this.options.identity) return;
    const now = microTimeText(this.options.clock.now());
    const { leaseTransitions = 0 } = this.observed.spec;
    const spec = { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions };
    try {
      await this.write({ ...this.observed, spec });
    } catch (error) {
      this.options.onError?.(error);
    }
  }

  /** Takes or renews the Lease; false when another holds it or the server refused. */
  private async attempt(): Promise<boolean> {
    try {
      if (this.leads() && this.valid()) return await this.refresh();
      return await this.takeOver();
    } catch (error) {
      this.options.onError?.(error);
      return false;
    }
  }

  /** The leader writes what it knows without reading first; a conflict makes it read. */
  private async refresh(): Promise<boolean> {
    try {
      await this.write({ ...this.observed, spec: this.spec() });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.takeOver();
    }
  }

  private async takeOver(): Promise<boolean> {
    const { client, namespace, name } = this.options;
    const found = await client.get<Lease>(Resources.leases, name, { namespace }).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    });
    if (found === undefined) {
      await this.create();
      return true;
    }
    if (found.metadata?.resourceVersion !== this.observed?.metadata?.resourceVersion) this.observe(found);
    const { holderIdentity = '' } = found.spec ?? {};
    if (holderIdentity !== '' && this.valid() && !this.leads()) return false;
    await this.write({ ...found, spec: this.spec() });
    return true;
  }

  private async create(): Promise<void> {
    const { client, namespace, name, labels } = this.options;
    const metadata = { name, namespace, ...(labels === undefined ? {} : { labels }) };
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: this.spec() };
    this.observe(await client.create<Lease>(Resources.leases, lease));
  }

  private async write(lease: Lease): Promise<void> {
    this.observe(await this.options.client.update<Lease>(Resources.leases, lease));
  }

  private observe(lease: Lease): void {
    this.observed = lease;
    this.observedAt = this.options.clock.now();
  }

  private leads(): boolean {
    return this.observed?.spec?.holderIdentity === this.options.identity;
  }

  private valid(): boolean {
    const { leaseDurationSeconds = 0 } = this.observed?.spec ?? {};
    return this.observedAt + leaseDurationSeconds * 1000 > this.options.clock.now();
  }

  private spec(): LeaseSpec {
    const { clock, identity, leaseDuration = 15_000 } = this.options;
    const now = microTimeText(clock.now());
    const before = this.observed?.spec;
    const kept = this.leads();
    return {
      holderIdentity: identity,
      leaseDurationSeconds: leaseDuration / 1000,
      acquireTime: (kept ? before?.acquireTime : undefined) ?? now,
      renewTime: now,
      leaseTransitions: before === undefined ? 0 : (before.leaseTransitions ?? 0) + (kept ? 0 : 1),
    };
  }

  private announce(what: string): void {
    if (this.observed === undefined) return;
    const about = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', ...this.observed };
    this.options.recorder?.event(about, 'Normal', 'LeaderElection', `${this.options.identity} ${what}`);
  }
}

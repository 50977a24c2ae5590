import type { Clock } from '../../base/env/ports';

/** Counters under cert-manager's names. */
export interface Metrics {
  synced(controller: string): void;
  failed(controller: string): void;
  /** Prometheus' text format 0.0.4. */
  text(): string;
}

interface Counter {
  readonly name: string;
  readonly help: string;
  readonly values: Map<string, number>;
}

export function createMetrics(clock: Clock): Metrics {
  const calls = counter('certmanager_controller_sync_call_count', 'The number of sync() calls made by a controller.');
  const errors = counter('certmanager_controller_sync_error_count', 'The number of errors encountered during controller sync().');
  return {
    synced: (controller) => count(calls, controller),
    failed: (controller) => count(errors, controller),
    text: () => [render(calls), render(errors), clockTime(clock)].join(''),
  };
}

function counter(name: string, help: string): Counter {
  return { name, help, values: new Map() };
}

function count({ values }: Counter, controller: string): void {
  values.set(controller, (values.get(controller) ?? 0) + 1);
}

function render({ name, help, values }: Counter): string {
  const lines = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([controller, n]) => `${name}{controller="${controller}"} ${n}\n`);
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} counter\n${lines.join('')}`;
}

function clockTime(clock: Clock): string {
  const name = 'certmanager_clock_time_seconds_gauge';
  return `# HELP ${name} The clock time given in seconds (from 1970/01/01 UTC).\n# TYPE ${name} gauge\n${name} ${Math.floor(clock.now() / 1000)}\n`;
}

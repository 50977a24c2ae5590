import type { Moment } from '../../steps/state/signer-under-test';
import type { ScenarioResult } from '../../steps/suite/scenario-result';

export type Verdict = ScenarioResult['status'];

/** What a conformance run found; also what --report-json writes. */
export interface Report {
  readonly title: string;
  /** Whose conformance: a signer's name, or an approver. */
  readonly subject: string;
  /** Who was tested where, in words. */
  readonly target: string;
  /** What else the reader should know. */
  readonly notes: readonly string[];
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly capabilities: readonly Capability[];
}

export interface Capability {
  readonly name: string;
  readonly status: Verdict;
  /** What a probing run found out. */
  readonly note?: string;
  readonly scenarios: readonly ReportedScenario[];
}

export interface ReportedScenario extends Pick<ScenarioResult, 'feature' | 'scenario' | 'status' | 'steps' | 'milliseconds'> {
  /** Why it failed, or why it was not held against the signer. */
  readonly reason?: string;
  readonly expected?: string;
  readonly seen?: string;
  /** What was asked of the API server, and what became of the requests, oldest first. */
  readonly timeline: readonly { readonly at: string; readonly what: string }[];
}

export interface Run extends Pick<Report, 'title' | 'subject' | 'target' | 'notes'> {
  readonly results: readonly ScenarioResult[];
  /** What others than the suite asked of the API server about these requests; nothing where there is no audit log. */
  readonly audit: (requests: readonly string[]) => readonly Moment[];
}

export function makeReport({ results, audit, ...about }: Run): Report {
  const names = [...new Set(results.map(({ capability }) => capability))];
  const capabilities = names.map((name): Capability => {
    const scenarios = results.filter(({ capability }) => capability === name);
    return { name, status: worst(scenarios), scenarios: scenarios.map((result) => reported(result, audit)) };
  });
  return { ...about, summary: summaryOf(capabilities), capabilities };
}

export function summaryOf(capabilities: readonly Capability[]): Report['summary'] {
  const count = (status: Verdict): number => capabilities.filter((capability) => capability.status === status).length;
  return { passed: count('passed'), failed: count('failed'), unsupported: count('unsupported') };
}

function worst(scenarios: readonly ScenarioResult[]): Verdict {
  if (scenarios.some(({ status }) => status === 'failed')) return 'failed';
  return scenarios.every(({ status }) => status === 'unsupported') ? 'unsupported' : 'passed';
}

function reported({ capability: _, record, ...result }: ScenarioResult, audit: Run['audit']): ReportedScenario {
  const moments = [...(record?.timeline ?? []), ...audit(record?.requests ?? [])].sort((a, b) => a.at - b.at);
  const unmet = /^(?:\w+: )?expected: (.*)\nseen: (.*)/.exec(result.reason ?? '');
  return {
    ...result,
    ...(unmet === null ? {} : { expected: unmet[1] ?? '', seen: unmet[2] ?? '' }),
    timeline: moments.map(({ at, what }) => ({ at: new Date(at).toISOString(), what })),
  };
}

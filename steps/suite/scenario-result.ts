import type { ScenarioRecord } from '../state/signer-under-test';

/** How one scenario of a conformance run went. */
export interface ScenarioResult {
  readonly capability: string;
  readonly feature: string;
  readonly scenario: string;
  readonly status: 'passed' | 'failed' | 'unsupported';
  readonly steps: readonly { readonly text: string; readonly status: string }[];
  /** Why it failed, as the step said it, or why it was not held against the signer. */
  readonly reason?: string;
  /** Absent when the scenario did not get as far as a request. */
  readonly record?: ScenarioRecord;
  readonly milliseconds: number;
}

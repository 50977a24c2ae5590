import { summaryOf, type Capability, type Report, type ReportedScenario } from './report';

/** The report of a probing run: an optional capability that does not hold is not there, instead of broken. Both are said. */
export function probed(report: Report, optional: readonly string[]): Report {
  const capabilities = report.capabilities.map((one) => (optional.includes(one.name) ? probe(one) : one));
  return { ...report, capabilities, summary: summaryOf(capabilities) };
}

function probe(capability: Capability): Capability {
  if (capability.status === 'unsupported') return capability;
  if (capability.status === 'passed') return { ...capability, note: 'supported (probed)' };
  const failure = capability.scenarios.find(({ status }) => status === 'failed');
  const note = `unsupported (probed): ${whyOf(failure)}`;
  const scenarios = capability.scenarios.map((one): ReportedScenario =>
    one.status === 'failed' ? { ...one, status: 'unsupported', reason: note } : one,
  );
  return { ...capability, status: 'unsupported', note, scenarios };
}

function whyOf(failure: ReportedScenario | undefined): string {
  if (failure?.expected === undefined) return (failure?.reason ?? '').replaceAll('\n', ', ');
  return `${failure.scenario}: expected ${failure.expected}, seen ${failure.seen ?? ''}`;
}

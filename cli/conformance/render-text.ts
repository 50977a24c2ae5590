import type { Report, ReportedScenario } from './report';

const STATUS_WIDTH = 13;
const NAME_WIDTH = 14;

/** For a terminal: a line per capability, then each failure with what led to it. */
export function renderText({ title, subject, target, notes, summary, capabilities }: Report): string {
  const table = capabilities.flatMap(({ name, status, scenarios, note }) => [
    `  ${status.padEnd(STATUS_WIDTH)}${name.padEnd(NAME_WIDTH)}${note ?? remark(status, scenarios)}`,
    ...(status === 'passed' ? scenarios.filter((scenario) => scenario.status === 'unsupported').map(leftOut) : []),
  ]);
  const failures = capabilities.flatMap(({ name, scenarios }) =>
    scenarios.filter(({ status }) => status === 'failed').map((scenario) => failure(name, scenario)),
  );
  const total = `${summary.passed} capabilities passed, ${summary.failed} failed, ${summary.unsupported} unsupported`;
  return [`${title} of ${subject}`, `(${target})`, ...notes, '', ...table, '', ...failures, total, ''].join('\n');
}

function remark(status: string, scenarios: readonly ReportedScenario[]): string {
  const failed = scenarios.filter((scenario) => scenario.status === 'failed').length;
  if (status === 'unsupported') return scenarios[0]?.reason ?? '';
  return failed > 0
    ? `${failed} of ${scenarios.length} scenarios failed`
    : `${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}`;
}

function leftOut({ scenario, reason = '' }: ReportedScenario): string {
  return `  ${''.padEnd(STATUS_WIDTH)}unsupported: ${scenario}: ${reason}`;
}

function failure(capability: string, { scenario, steps, reason = '', expected, seen, timeline }: ReportedScenario): string {
  const step = steps.find(({ status }) => status === 'failed')?.text ?? '';
  const why = expected === undefined ? [`  ${reason.replaceAll('\n', '\n  ')}`] : [`  expected  ${expected}`, `  seen      ${seen ?? ''}`];
  const start = Date.parse(timeline[0]?.at ?? '');
  const led = timeline.map(({ at, what }) => `    +${((Date.parse(at) - start) / 1000).toFixed(3)}s  ${what}`);
  return [`FAILED ${capability}: ${scenario}`, `  in the step: ${step}`, ...why, '  what led to it:', ...led, ''].join('\n');
}

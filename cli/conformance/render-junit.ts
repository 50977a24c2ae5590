import { escapeXml } from './escape';
import type { Capability, Report, ReportedScenario } from './report';

/** JUnit's XML as CI servers read it: a test suite per capability; what is unsupported is skipped, with its reason. */
export function renderJunit({ title, capabilities }: Report): string {
  const suites = capabilities.map(suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escapeXml(title)}">\n${suites.join('')}</testsuites>\n`;
}

function suite({ name, scenarios }: Capability): string {
  const count = (status: string): number => scenarios.filter((scenario) => scenario.status === status).length;
  const counts = `tests="${scenarios.length}" failures="${count('failed')}" skipped="${count('unsupported')}"`;
  return `  <testsuite name="${escapeXml(name)}" ${counts}>\n${scenarios.map((scenario) => testCase(name, scenario)).join('')}  </testsuite>\n`;
}

function testCase(capability: string, scenario: ReportedScenario): string {
  const attributes = `classname="${escapeXml(capability)}" name="${escapeXml(scenario.scenario)}" time="${scenario.milliseconds / 1000}"`;
  const inside = content(scenario);
  return inside === '' ? `    <testcase ${attributes}/>\n` : `    <testcase ${attributes}>\n      ${inside}\n    </testcase>\n`;
}

function content({ status, reason = '', timeline }: ReportedScenario): string {
  if (status === 'unsupported') return `<skipped message="${escapeXml(reason)}"/>`;
  if (status === 'passed') return '';
  const led = timeline.map(({ at, what }) => `${at} ${what}`).join('\n');
  return `<failure message="${escapeXml(reason.replaceAll('\n', '; '))}">${escapeXml(led)}</failure>`;
}

import { escapeXml } from './escape';
import type { Capability, Report, ReportedScenario } from './report';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
.passed{color:#17692b}.failed{color:#a3140c}.unsupported{color:#6b5900}
details{margin:.4rem 0}code{white-space:pre-wrap}.timeline td:first-child{font-variant-numeric:tabular-nums}`;

/** One page that needs nothing else: the table of capabilities, then every scenario with its steps and timeline. */
export function renderHtml({ title, subject, target, notes, summary, capabilities }: Report): string {
  const heading = `${escapeXml(title)} of ${escapeXml(subject)}`;
  const rows = capabilities.map(({ name, status, scenarios, note }) => {
    const reason = note ?? (status === 'unsupported' ? (scenarios[0]?.reason ?? '') : `${scenarios.length} scenarios`);
    return `<tr><td><a href="#${escapeXml(name)}">${escapeXml(name)}</a></td>${cell(status)}<td>${escapeXml(reason)}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${heading}</title><style>${STYLE}</style></head><body>
<h1>${heading}</h1>
<p>${escapeXml(target)}. ${summary.passed} capabilities passed, ${summary.failed} failed, ${summary.unsupported} unsupported.</p>
${notes.map((note) => `<p>${escapeXml(note)}</p>`).join('\n')}
<table><tr><th>Capability</th><th>Result</th><th></th></tr>${rows.join('\n')}</table>
${capabilities.map(section).join('\n')}
</body></html>
`;
}

function section({ name, scenarios }: Capability): string {
  return `<h2 id="${escapeXml(name)}">${escapeXml(name)}</h2>\n${scenarios.map(scenarioBlock).join('\n')}`;
}

function scenarioBlock({ scenario, feature, status, steps, reason, expected, seen, timeline }: ReportedScenario): string {
  const why = expected === undefined ? escapeXml(reason ?? '') : `expected: ${escapeXml(expected)}<br>seen: ${escapeXml(seen ?? '')}`;
  const start = Date.parse(timeline[0]?.at ?? '');
  const moments = timeline.map(
    ({ at, what }) => `<tr><td>+${((Date.parse(at) - start) / 1000).toFixed(3)} s</td><td>${escapeXml(what)}</td></tr>`,
  );
  return `<details${status === 'failed' ? ' open' : ''}><summary><span class="${status}">${status}</span> ${escapeXml(scenario)}</summary>
<p>${escapeXml(feature)}</p>
<ol>${steps.map((step) => `<li class="${escapeXml(step.status)}">${escapeXml(step.text)}</li>`).join('')}</ol>
${why === '' ? '' : `<p><code>${why}</code></p>`}
<table class="timeline">${moments.join('')}</table></details>`;
}

function cell(status: string): string {
  return `<td class="${status}">${status}</td>`;
}

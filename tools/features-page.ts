// Writes docs/features.md from features/ and docs/flow.md from the engine's ladder: node -r ts-node/register tools/features-page.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowPage } from './flow-page';

const ROOT = join(__dirname, '..');
const STEP_BLOCK = /^ {4,}\S/;

/** The features as one page to read: titles become headings, prose stays prose, steps become code. */
export function featuresPage(): string {
  const files = readdirSync(join(ROOT, 'features'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.split('\\').join('/'))
    .filter((file) => file.endsWith('.feature'))
    .sort();
  const chapters = files.map((file) => chapter(file, readFileSync(join(ROOT, 'features', file), 'utf8')));
  const note = '<!-- Made from features/ by tools/features-page.ts; do not edit. -->';
  return `# What csrlab does, feature by feature\n\n${note}\n\nEvery example below is executed by \`npm run features\`.\n${chapters.join('')}`;
}

function chapter(file: string, text: string): string {
  const out: string[] = [];
  let inCode = false;
  const code = (wanted: boolean): void => {
    if (wanted !== inCode) out.push(wanted ? '\n```gherkin' : '```');
    inCode = wanted;
  };
  for (const line of text.split('\n').filter((each) => !each.trim().startsWith('@'))) {
    const [, keyword, title = ''] = /^\s*(Feature|Rule|Example|Scenario Outline|Background):\s*(.*)$/.exec(line) ?? [];
    if (keyword === undefined) {
      const isCode = inCode || (STEP_BLOCK.test(line) && !line.trim().startsWith('('));
      if (isCode && line.trim() !== '') code(true);
      if (line.trim() !== '') out.push(inCode ? line.replace(/^ {4}/, '') : line.trim());
      continue;
    }
    code(false);
    out.push(`\n${heading(keyword, title, file)}\n`);
  }
  code(false);
  return `${out.join('\n')}\n`.replace(/\n{3,}/g, '\n\n');
}

function heading(keyword: string, title: string, file: string): string {
  if (keyword === 'Feature') return `## ${title}\n\n\`features/${file}\`\n`;
  if (keyword === 'Rule') return `### ${title}`;
  return keyword === 'Background' ? '#### Before each example' : `#### ${title.replaceAll('<', '\\<')}`;
}

if (require.main === module) {
  writeFileSync(join(ROOT, 'docs/features.md'), featuresPage());
  writeFileSync(join(ROOT, 'docs/flow.md'), flowPage());
}

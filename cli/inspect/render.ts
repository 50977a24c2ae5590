import type { Report, Row, Section } from './report';

const MARKS: Readonly<Record<NonNullable<Row['origin']>, string>> = {
  request: 'as requested',
  changed: 'changed',
  signer: 'added',
  dropped: 'dropped',
};

/** For a terminal, without colours. Ends with a newline. */
export function renderReport({ title, sections }: Report): string {
  return [title, ...sections.map(renderSection), ''].join('\n');
}

function renderSection({ title, rows }: Section): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return ['', title, ...rows.flatMap((row) => renderRow(row, width))].join('\n');
}

function renderRow(row: Row, width: number): string[] {
  const lead = (text: string): string => `  ${text.padEnd(width)}  `;
  const critical = row.critical === true ? ' (critical)' : '';
  if (row.origin === undefined) return [`${lead(row.name)}${row.value ?? ''}${critical}`.trimEnd()];
  const by = row.setBy === undefined ? '' : ` by ${row.setBy}`;
  const first = `${lead(row.name)}${row.issued ?? '(nothing)'}   [${MARKS[row.origin]}${by}]`;
  const asked = row.origin === 'changed' || row.origin === 'dropped' ? [`${lead('')}requested: ${row.requested ?? ''}`] : [];
  return [first, ...asked];
}

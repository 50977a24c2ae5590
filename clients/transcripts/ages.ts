const AGE_HEADING = /^(LAST SEEN|FIRST SEEN|AGE|Age)$/;
const HEADINGS = /^[A-Z][A-Z ()_-]+$|^\s+Type\s+Reason\s+Age\s/;
const AGE = /^(<unknown>|<invalid>|\d+[smhdy](\d+[smhdy])?( \(x\d+ over \d+[smhdy](\d+[smhdy])?\))?)$/;
// Under two minutes, as everything here is; durations of requests are never shown in seconds.
const LONE_AGE = /^\d{1,3}s( \(x\d+ over \d+[smh]\d*s?\))?$/;
const REPEATED = /\(x\d+ over/;

/**
 * Replaces the ages in tables, and with them the column widths that follow from ages: such lines become cells joined by three spaces.
 * Other lines stay as they are.
 */
export function withoutAges(text: string): string {
  let columns: readonly number[] = [];
  return text
    .split('\n')
    .map((line) => {
      const cells = cellsOf(line);
      if (line.trim() === '') columns = [];
      else if (HEADINGS.test(line.trimEnd())) {
        columns = [...cells.keys()].filter((index) => AGE_HEADING.test(cells[index] ?? ''));
        if (columns.length > 0) return cells.join('   ');
      } else if (columns.length > 0 && cells.every((cell) => /^-+$/.test(cell))) return cells.join('   ');
      const isAge = (cell: string, index: number): boolean => LONE_AGE.test(cell) || (columns.includes(index) && AGE.test(cell));
      return cells.some(isAge) ? cells.map((cell, index) => (isAge(cell, index) ? ageOf(cell) : cell)).join('   ') : line;
    })
    .join('\n');
}

function cellsOf(line: string): readonly string[] {
  return line.trim().split(/\s{2,}/);
}

function ageOf(cell: string): string {
  return REPEATED.test(cell) ? '<age> (repeated)' : '<age>';
}

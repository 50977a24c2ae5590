import type { ExplainedGate, Explanation } from './explain';

const MARKS: Readonly<Record<ExplainedGate['state'], string>> = { passed: '✓', blocked: '✗', unknown: '?' };

/** For a terminal, without colours: one line for each gate, its remedy indented below. Ends with a newline. */
export function renderExplanation({ name, signerName, summary, gates }: Explanation): string {
  const width = Math.max(...gates.map(({ question }) => question.length));
  const lines = gates.flatMap(({ question, state, detail, remedy }) => [
    `  ${MARKS[state]} ${question.padEnd(width)}  ${detail}`.trimEnd(),
    ...(remedy === undefined ? [] : remedy.split('\n').map((line) => `      ${line}`)),
  ]);
  return [`certificatesigningrequest ${name} for ${signerName}`, ...lines, summary, ''].join('\n');
}

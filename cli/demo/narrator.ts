import pc from 'picocolors';
import type { Io } from '../io';

/** Tells the story on stdout: chapters, facts with who did them, documents, and texts taken from the server word for word. */
export interface Narrator {
  chapter(title: string): void;
  /** `who` did `what`. */
  act(who: string, what: string): void;
  fact(label: string, value: string): void;
  document(text: string): void;
  good(text: string): void;
  bad(text: string): void;
}

const LABEL = 24;

export function createNarrator(io: Pick<Io, 'out' | 'colors'>): Narrator {
  const { bold, dim, green, red, cyan } = pc.createColors(io.colors);
  let chapters = 0;
  const line = (text: string): void => io.out(`${text}\n`);
  return {
    chapter: (title) => line(`\n${bold(`${++chapters}. ${title}`)}`),
    act: (who, what) => line(`   ${cyan(who)} ${what}`),
    fact: (label, value) => line(`     ${dim(label.padEnd(LABEL))} ${value.split('\n').join(`\n     ${' '.repeat(LABEL)} `)}`),
    document: (text) => line(text.trimEnd().replace(/^/gm, '     ').split('\n').map(dim).join('\n')),
    good: (text) => line(`   ${green('✓')} ${text}`),
    bad: (text) => line(`   ${red('✗')} ${text}`),
  };
}

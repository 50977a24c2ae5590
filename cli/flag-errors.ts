import type { Command, CommanderError } from 'commander';
import { goQuote } from '../base/go/quote';
import { ReportedError } from './errors';
import type { Io } from './io';

interface Wording {
  /** What commander says of a flag. */
  readonly said: RegExp;
  /** What pflag, which cmctl is written with, says instead; `last` is the last word of the command line. */
  readonly text: (found: Readonly<Record<string, string | undefined>>, last: string) => string;
}

const WORDINGS: readonly Wording[] = [
  { said: /^error: unknown option '--(?<name>[^'=]*)/, text: ({ name = '' }) => `unknown flag: --${name}` },
  {
    said: /^error: unknown option '-(?<letters>[^']*)'/,
    text: ({ letters = '' }) => `unknown shorthand flag: '${letters.charAt(0)}' in -${letters}`,
  },
  {
    said: /^error: option '(?:-(?<letter>.), )?--(?<name>\S+) <.*>' argument missing/,
    text: ({ letter = '', name = '' }, last) =>
      `flag needs an argument: ${last.startsWith('--') ? `--${name}` : `'${letter}' in -${letter}`}`,
  },
  {
    said: /^error: option '(?<flags>(?:-., )?--\S+) <.*>' argument '(?<value>[^]*)' is invalid\. (?<why>[^]*)$/,
    text: ({ flags = '', value = '', why = '' }) => `invalid argument ${goQuote(value)} for "${flags}" flag: ${why}`,
  },
];

/** Makes the command say of wrong flags what cmctl says, where cmctl says it: on standard output, with exit code 1. */
export function withFlagErrors(command: Command, argv: readonly string[], io: Io): Command {
  return command.configureOutput({ outputError: () => undefined }).exitOverride((error) => {
    if (error.exitCode === 0) throw error;
    const text = wordingOf(error, argv.at(-1) ?? '');
    io.out(`error: ${text}\n`);
    throw new ReportedError(text, { cause: error });
  });
}

function wordingOf({ message }: CommanderError, last: string): string {
  for (const { said, text } of WORDINGS) {
    const found = said.exec(message);
    if (found !== null) return text(found.groups ?? {}, last);
  }
  return message.replace(/^error: /, '');
}

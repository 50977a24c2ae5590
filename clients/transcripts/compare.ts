import { recordedOutput, type Output, type StepMode, type Transcript, type TranscriptStep } from './transcript';
import { withoutVolatile, type Circumstances } from './volatile';

export interface OutputDifference {
  readonly part: string;
  readonly recorded: string;
  readonly printed: string;
}

export interface Run {
  readonly transcript: Transcript;
  readonly client: string;
  /** Where the commands ran. */
  readonly folder: string;
  /** One for each step. */
  readonly outputs: readonly Output[];
}

export interface StepComparison {
  readonly step: number;
  readonly command: string;
  readonly differences: readonly OutputDifference[];
}

/** The recordings name the folder in which they were made so. */
const RECORDED_FOLDER = '<dir>';

/** Holds every step of a run against its recording; steps of set-up and clean-up are left out. */
export function compareRun({ transcript, client, folder, outputs }: Run): readonly StepComparison[] {
  const { steps, generated = [], recordedAt } = transcript;
  return steps.flatMap((step, index) => {
    const output = outputs[index];
    if (step.mode === 'skip' || output === undefined) return [];
    const recorded = stable(recordedOutput(step, client), { folder: RECORDED_FOLDER, at: Date.parse(recordedAt), generated });
    const printed = stable(output, { folder, at: Date.now(), generated });
    return [{ step: index, command: `${step.as} $ ${step.command}`, differences: compareOutputs(step, recorded, printed) }];
  });
}

function stable({ stdout, stderr, exit }: Output, circumstances: Circumstances): Output {
  return { stdout: withoutVolatile(stdout, circumstances), stderr: withoutVolatile(stderr, circumstances), exit };
}

function compareOutputs(step: TranscriptStep, recorded: Output, printed: Output): readonly OutputDifference[] {
  const wanted = step.mode === 'subset' ? subsetWanted(step, recorded, printed) : view(step.mode, recorded);
  const given = view(step.mode, printed);
  return Object.keys(wanted)
    .filter((part) => wanted[part] !== given[part])
    .map((part) => ({ part, recorded: wanted[part] ?? '', printed: given[part] ?? '' }));
}

type View = Readonly<Record<string, string>>;

function view(mode: StepMode | undefined, { stdout, stderr, exit }: Output): View {
  const code = String(exit);
  switch (mode) {
    case 'exit':
      return { exit: code };
    case 'stdout':
      return { stdout, exit: code };
    case 'lines':
      return { stdout: sortedLines(stdout), stderr: sortedLines(stderr), exit: code };
    case 'subset':
      return { stdout: linesOf(stdout).join('\n'), exit: code };
    case 'structure':
      return { stdout: structureOf(stdout), exit: code };
    case 'shape':
      return { stdout: shapeOf(stdout), exit: code };
    default:
      return { stdout, stderr, exit: code };
  }
}

/** The printed lines that were recorded, and those that must be there: equal to what was printed when that is a subset. */
function subsetWanted({ lines = [] }: TranscriptStep, recorded: Output, printed: Output): View {
  const known = new Set(linesOf(recorded.stdout));
  const kept = linesOf(printed.stdout).filter((line) => known.has(line));
  const missing = lines.filter((line) => !kept.includes(line));
  return { stdout: [...kept, ...missing].join('\n'), exit: String(recorded.exit) };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function sortedLines(text: string): string {
  return [...linesOf(text)].sort().join('\n');
}

/** Field names, types and required marks of `kubectl explain`: descriptions are our own words. */
function structureOf(text: string): string {
  const kept = text.split('\n').map((line) => {
    const field = /^(\s*)([\w$.-]+)\t<([^>]*)>(.*)$/.exec(line);
    if (field !== null)
      return `${field[1] ?? ''}${field[2] ?? ''} <${field[3]?.trim() ?? ''}>${line.includes('-required-') ? ' required' : ''}`;
    return /^(GROUP|KIND|VERSION|FIELD|RESOURCE):/.test(line) ? line.replace(/\s+/g, ' ').trim() : '';
  });
  return linesOf(kept.join('\n')).join('\n');
}

function shapeOf(text: string): string {
  try {
    return JSON.stringify(shape(JSON.parse(text)), null, 1);
  } catch {
    return text;
  }
}

function shape(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((item) => JSON.stringify(shape(item))))].sort();
  if (typeof value !== 'object' || value === null) return typeof value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, shape(member)]));
}

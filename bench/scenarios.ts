import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playFeatures } from '../steps/suite/run-suite';

const ROOT = join(__dirname, '..');
const COUNT = 1000;
const TARGET = 60;

/** So many scenarios made from the outlines in features/, each with a lab of its own in this process, whose clock is moved. */
export async function benchScenarios(): Promise<string[]> {
  const folder = generatedFeatures(COUNT);
  try {
    const [begin, used] = [performance.now(), process.cpuUsage()];
    const results = await playFeatures({ paths: [join(folder, '*.feature')], parameters: { lab: { clock: 'manual' } } });
    const took = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(used);
    const failure = results.find(({ status }) => status !== 'passed');
    if (failure !== undefined) throw new Error(`${failure.feature}, ${failure.scenario}: ${failure.reason ?? failure.status}`);
    const each = ((took * 1000) / results.length).toFixed(1);
    const cpu = ((user + system) / 1e6).toFixed(1);
    return [
      `${results.length} scenarios on labs of their own`.padEnd(37) +
        `${took.toFixed(1)} s, ${each} ms each, ${cpu} s of CPU   (target ${TARGET} s)`,
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Outline {
  /** The feature around it: what comes before the first rule. */
  readonly head: string;
  readonly steps: string;
  readonly columns: string;
  readonly rows: readonly string[];
}

/** A folder with a feature for each outline. Its examples are taken in turn until there are `count` scenarios in all. */
function generatedFeatures(count: number): string {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache/scenarios-'));
  const outlines = outlinesIn(join(ROOT, 'features'));
  outlines.forEach(({ head, steps, columns, rows }, index) => {
    const share = Math.floor(count / outlines.length) + (index < count % outlines.length ? 1 : 0);
    const examples = Array.from({ length: share }, (_, at) => rows[at % rows.length]);
    writeFileSync(join(folder, `outline-${index}.feature`), [head, steps, columns, ...examples, ''].join('\n'));
  });
  return folder;
}

function outlinesIn(folder: string): readonly Outline[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.feature'));
  return files.sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const [head = ''] = text.split(/^ *Rule:/m);
    return text.split(/^(?= *(?:Scenario Outline|Example|Rule):)/m).flatMap((part) => {
      const [steps = '', table] = part.split(/(?<=^ *Examples:)\n/m);
      if (table === undefined) return [];
      const [columns = '', ...rows] = table.split('\n').filter((line) => line.trim().startsWith('|'));
      return [{ head, steps, columns, rows }];
    });
  });
}

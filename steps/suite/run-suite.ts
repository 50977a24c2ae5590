import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCucumber, type ISupportCodeLibrary } from '@cucumber/cucumber/api';
import { useControls, type Controls } from '../state/controls';
import type { WorldParameters } from '../world';
import { collector } from './collect';
import type { ScenarioResult } from './scenario-result';

export interface FeatureRun {
  /** Files, or patterns of them. */
  readonly paths: readonly string[];
  readonly parameters: WorldParameters;
  /** What the steps may do with the program under test. @default nothing */
  readonly controls?: Controls;
  readonly onResult?: (result: ScenarioResult) => void;
}

export interface SuiteRun extends Omit<FeatureRun, 'paths'> {
  /** Folder under features/. */
  readonly suite: 'conformance' | 'conformance-approver';
}

/** Where features/ and steps/ are, in the sources as in the package. */
const ROOT = join(__dirname, '../..');
const EXTENSION = __filename.endsWith('.ts') ? 'ts' : 'js';

// Steps register themselves while they are loaded, which Node does once per process.
let loaded: ISupportCodeLibrary | undefined;

/** Plays a suite of features, as `playFeatures` does. */
export function runSuite({ suite, ...run }: SuiteRun): Promise<readonly ScenarioResult[]> {
  return playFeatures({ ...run, paths: [join(ROOT, `features/${suite}/*.feature`)] });
}

/** Plays features in this process, one scenario after the other. Rejects when the features themselves cannot be read, and when there are none. */
export async function playFeatures({ paths, parameters, controls = {}, onResult }: FeatureRun): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  const take = (result: ScenarioResult): void => {
    results.push(result);
    onResult?.(result);
  };
  const errors: string[] = [];
  const collect = collector(take);
  const end = useControls(controls);
  const { support } = await runCucumber(
    {
      sources: { defaultDialect: 'en', paths: [...paths], names: [], tagExpression: '', order: 'defined' },
      support: loaded ?? { requirePaths: [join(ROOT, `steps/cucumber.${EXTENSION}`)] },
      runtime: {
        ...{ dryRun: false, failFast: false, filterStacktraces: true, parallel: 0, retry: 0, retryTagFilter: '', strict: true },
        worldParameters: JSON.parse(JSON.stringify(parameters)) as Record<string, never>,
      },
      formats: { stdout: 'message', files: {}, publish: false, options: {} },
    },
    { cwd: ROOT, stdout: nowhere(), stderr: nowhere() },
    (message) => {
      if (message.parseError) errors.push(message.parseError.message);
      collect(message);
    },
  ).finally(end);
  loaded = support;
  if (errors.length > 0) throw new Error(errors.join('\n'));
  if (results.length === 0) throw new Error(`there are no scenarios in ${paths.join(', ')}`);
  return results;
}

// Cucumber wants a formatter with somewhere to write; the report is made from its messages instead.
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

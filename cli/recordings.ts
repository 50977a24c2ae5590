import type { Handler } from '../base/env/http';
import { sleep } from '../kube/sleep';
import { recordScenario, runScenario, type Scenario, type StepResult, type Target } from '../kube/recordings';
import { parseTokenFile } from '../sim/kubernetes/access';
import { CommandError, UsageError } from './errors';
import type { Io } from './io';
import { readFile } from './up-options';

export interface ServerFlags {
  readonly server: string;
  readonly ca?: string;
  readonly tokens?: string;
}

export interface RecordFlags extends ServerFlags {
  readonly to: string;
}

export interface ReplayFlags extends ServerFlags {
  readonly only?: string;
  readonly show: number;
  readonly output: 'text' | 'json';
}

/** `csrlab record`: sends the requests of scenarios and writes the scenarios with the answers. */
export async function record(paths: readonly string[], flags: RecordFlags, io: Io): Promise<void> {
  const target = serverTarget(flags, io);
  for (const { file, scenario } of scenariosOf(paths, io)) {
    const { name, ...recorded } = await recordScenario(scenario, target);
    const to = io.files.resolve(flags.to, `${name}.json`);
    io.files.write(to, `${JSON.stringify(recorded, null, 1)}\n`);
    io.out(`${file}: ${recorded.steps.length} answers in ${to}\n`);
  }
}

/** `csrlab replay`: sends the requests of scenarios and compares the answers. @throws CommandError when some differ */
export async function replay(paths: readonly string[], flags: ReplayFlags, io: Io): Promise<void> {
  const target = serverTarget(flags, io);
  const chosen = scenariosOf(paths, io).filter(({ file }) => file.includes(flags.only ?? ''));
  const results: StepResult[] = [];
  for (const { scenario } of chosen) results.push(...(await runScenario(scenario, target)));
  const failed = results.filter(({ differences }) => differences.length > 0);
  const summary = { scenarios: chosen.length, compared: results.length, equal: results.length - failed.length };
  if (flags.output === 'json') io.out(`${JSON.stringify({ ...summary, failed }, null, 1)}\n`);
  else io.out(`${failed.slice(0, flags.show).map(describe).join('')}${summary.equal} of ${summary.compared} answers equal the recording\n`);
  if (failed.length > 0) throw new CommandError(`${failed.length} answers differ from the recording`);
}

function describe({ scenario, step, request, differences }: StepResult): string {
  const lines = differences
    .slice(0, 6)
    .flatMap(({ at, recorded, answered }) => [`  ${at}`, `    recorded ${short(recorded)}`, `    answered ${short(answered)}`]);
  return [`${scenario} step ${step}: ${request}`, ...lines, '', ''].join('\n');
}

function short(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 400);
}

function serverTarget({ server, ca, tokens }: ServerFlags, io: Io): Target {
  if (!URL.canParse(server)) throw new UsageError(`--server ${server} is no URL: write one such as https://127.0.0.1:6443`);
  const users = parseTokenFile(tokens === undefined ? '' : readFile(tokens, '--tokens', io), tokens ?? '');
  const tls = ca === undefined ? {} : { ca: readFile(ca, '--ca', io) };
  const { network, clock } = io.environment;
  const handle: Handler = ({ method, path, headers, body }) => {
    // The network knows the host and the length better than the recording does.
    const { host: _host, 'content-length': _length, ...sent } = headers;
    return network.fetch({
      method,
      url: `${server.replace(/\/$/, '')}${path}`,
      headers: sent,
      tls,
      ...(body === undefined ? {} : { body }),
    });
  };
  return {
    handle,
    now: () => clock.now(),
    pass: (milliseconds) => sleep(clock, milliseconds),
    tokens: new Map([...users].map(([token, { name }]) => [name, token])),
  };
}

interface ScenarioFile {
  readonly file: string;
  readonly scenario: Scenario;
}

function scenariosOf(paths: readonly string[], io: Io): readonly ScenarioFile[] {
  return paths
    .flatMap((path) => (io.files.isDirectory(path) ? io.files.list(path).map((name) => io.files.resolve(path, name)) : [path]))
    .flatMap((file) => {
      if (io.files.isDirectory(file)) return scenariosOf([file], io);
      return file.endsWith('.json') ? [{ file, scenario: readScenario(file, io) }] : [];
    });
}

function readScenario(file: string, io: Io): Scenario {
  const name = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.json$/, '');
  try {
    return { ...(JSON.parse(readFile(file, 'a scenario', io)) as Omit<Scenario, 'name'>), name };
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`${file} is no scenario: ${error.message}`, { cause: error });
    throw error;
  }
}

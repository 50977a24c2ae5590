import { differences, type Difference } from './differences';
import { exchange } from './exchange';
import { normalise, RECORDED } from './normalise';
import { fill, fillString } from './placeholders';
import type { Answer, Scenario, Step, StepRequest } from './scenario';
import type { Target } from './target';

export interface StepResult {
  readonly scenario: string;
  readonly step: number;
  readonly request: string;
  /** Empty when the answer equals the recording. */
  readonly differences: readonly Difference[];
}

/** A client needs some milliseconds for a request, and controllers use them. */
const BETWEEN_STEPS = 20;

/** Plays a scenario and compares; steps without a recorded answer are sent and not compared. */
export async function runScenario(scenario: Scenario, target: Target): Promise<readonly StepResult[]> {
  const moments = [target.now(), scenario.recordedAt === undefined ? RECORDED : Date.parse(scenario.recordedAt)];
  const played = await play(scenario, target);
  return played.flatMap(({ step, request, answer }, index) => {
    if (step.response === undefined) return [];
    return [{ scenario: scenario.name, step: index, request, differences: compare(step, answer, moments) }];
  });
}

/** Plays a scenario and returns it with what the target answered in place of whatever was recorded. */
export async function recordScenario(scenario: Scenario, target: Target): Promise<Scenario> {
  const played = await play(scenario, target);
  const recordedAt = `${new Date(target.now()).toISOString().slice(0, 19)}Z`;
  return { ...scenario, recordedAt, steps: played.map(({ step, answer }) => ({ ...step, response: answer })) };
}

interface Played {
  readonly step: Step;
  /** Method and path as sent. */
  readonly request: string;
  readonly answer: Answer;
}

async function play({ steps }: Scenario, target: Target): Promise<readonly Played[]> {
  const answers = new Map<string, unknown>();
  const played: Played[] = [];
  for (const [index, step] of steps.entries()) {
    await target.pass(step.pauseMs ?? BETWEEN_STEPS);
    const known = { answers, now: target.now() };
    const request = { ...(fill(step.request, known) as StepRequest), path: fillString(step.request.path, known) };
    const token = tokenOf(step, target);
    const answer = await exchange({ target, token, request, ...(step.holdMs === undefined ? {} : { hold: step.holdMs }) });
    answers.set(step.id ?? String(index), answer.events === undefined ? (answer.body ?? {}) : { events: answer.events });
    played.push({ step, request: `${request.method} ${request.path}`, answer });
  }
  return played;
}

function tokenOf({ as }: Step, { tokens }: Target): string | undefined {
  if (as === undefined || as === 'anonymous') return undefined;
  const token = tokens.get(as);
  if (token === undefined) throw new Error(`a step is sent as ${as}, whose token is not known: give a token file that names ${as}`);
  return token;
}

function compare({ ignore = [], response }: Step, answered: Answer, moments: readonly number[]): readonly Difference[] {
  const ignored = (at: string): boolean =>
    ignore.some((pointer) => (pointer.endsWith('*') ? at.startsWith(pointer.slice(0, -1)) : at === pointer));
  return differences(normalise(response, moments), normalise(answered, moments)).filter(({ at }) => !ignored(at));
}

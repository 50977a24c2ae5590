import type { runCucumber } from '@cucumber/cucumber/api';
import { RECORD_MEDIA_TYPE, UNSUPPORTED_MEDIA_TYPE, type ScenarioRecord } from '../state/signer-under-test';
import type { ScenarioResult } from './scenario-result';

type Message = Parameters<NonNullable<Parameters<typeof runCucumber>[2]>>[0];
type Pickle = NonNullable<Message['pickle']>;

interface Running {
  readonly pickle: Pickle;
  /** Text by test step; hooks have none. */
  readonly texts: ReadonlyMap<string, string>;
  readonly steps: { text: string; status: string; message?: string }[];
  record?: ScenarioRecord;
  unsupported?: string;
  milliseconds: number;
}

// Tags that say what a scenario is about rather than which capability it shows.
const GENERAL_TAGS = ['@csr', '@conformance', '@conformance-approver'];

/** Takes cucumber's messages one by one and tells of each scenario as it ends. */
export function collector(told: (result: ScenarioResult) => void): (message: Message) => void {
  const features = new Map<string, string>();
  const pickles = new Map<string, Pickle>();
  const cases = new Map<string, Omit<Running, 'steps' | 'milliseconds'>>();
  const running = new Map<string, Running>();
  return ({ gherkinDocument, pickle, testCase, testCaseStarted, testStepFinished, attachment, testCaseFinished }) => {
    if (gherkinDocument) features.set(gherkinDocument.uri ?? '', gherkinDocument.feature?.name ?? '');
    if (pickle) pickles.set(pickle.id, pickle);
    if (testCase) {
      const found = pickles.get(testCase.pickleId);
      const text = new Map(found?.steps.map((step) => [step.id, step.text]));
      const texts = new Map(testCase.testSteps.map(({ id, pickleStepId = '' }) => [id, text.get(pickleStepId) ?? '']));
      if (found) cases.set(testCase.id, { pickle: found, texts });
    }
    if (testCaseStarted) {
      const started = cases.get(testCaseStarted.testCaseId);
      if (started) running.set(testCaseStarted.id, { ...started, steps: [], milliseconds: 0 });
    }
    if (testStepFinished) addStep(running.get(testStepFinished.testCaseStartedId), testStepFinished);
    if (attachment) addAttachment(running.get(attachment.testCaseStartedId ?? ''), attachment);
    if (testCaseFinished) {
      const done = running.get(testCaseFinished.testCaseStartedId);
      if (done) told(resultOf(done, features.get(done.pickle.uri) ?? ''));
    }
  };
}

function addStep(running: Running | undefined, { testStepId, testStepResult }: NonNullable<Message['testStepFinished']>): void {
  if (running === undefined) return;
  const { status, message, exception, duration } = testStepResult;
  const told = exception?.message ?? message;
  running.milliseconds += duration.seconds * 1000 + duration.nanos / 1e6;
  running.steps.push({ text: running.texts.get(testStepId) ?? '', status, ...(told === undefined ? {} : { message: told }) });
}

function addAttachment(running: Running | undefined, { mediaType, body }: NonNullable<Message['attachment']>): void {
  if (running === undefined) return;
  if (mediaType === RECORD_MEDIA_TYPE) running.record = JSON.parse(body) as ScenarioRecord;
  if (mediaType === UNSUPPORTED_MEDIA_TYPE) running.unsupported = body;
}

function resultOf({ pickle, steps, record, unsupported, milliseconds }: Running, feature: string): ScenarioResult {
  const failure = steps.find(({ status }) => status !== 'PASSED' && status !== 'SKIPPED');
  const reason = failure === undefined ? unsupported : (failure.message ?? `the step is ${failure.status.toLowerCase()}`);
  const passed = steps.every(({ status }) => status === 'PASSED');
  return {
    ...{ feature, scenario: pickle.name, milliseconds: Math.round(milliseconds) },
    capability: pickle.tags.find(({ name }) => !GENERAL_TAGS.includes(name))?.name.slice(1) ?? 'untagged',
    status: passed ? 'passed' : failure === undefined && unsupported !== undefined ? 'unsupported' : 'failed',
    steps: steps.filter(({ text }) => text !== '').map(({ text, status }) => ({ text, status: status.toLowerCase() })),
    ...(reason === undefined ? {} : { reason }),
    ...(record === undefined ? {} : { record }),
  };
}

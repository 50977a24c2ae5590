import { LEAVE, retry } from './outcome';
import type { Outcome } from './outcome';
import type { Answer, Finding, Question, Step, Steps } from './steps';

/** Answers at once when it can: a promise costs a turn. */
export type Answerer = (question: Question) => Answer | Promise<Answer>;

/** Climbs until a gate is shut or the signer has spoken. What is thrown and not caught on the way is a retry. */
export async function drive(steps: Steps<Outcome | undefined>, answer: Answerer): Promise<Outcome> {
  try {
    let next = steps.next();
    while (!next.done) {
      const step = next.value;
      if (isFinding(step)) {
        if (step.state === 'blocked') return step.outcome;
        next = steps.next();
      } else next = await ask(steps, step, answer);
    }
    return next.value ?? LEAVE;
  } catch (error) {
    return retry(error);
  }
}

/** Runs steps that come to a value; what is thrown and not caught on the way rejects. Findings are passed over. */
export async function obtain<T>(steps: Steps<T>, answer: Answerer): Promise<T> {
  let next = steps.next();
  while (!next.done) next = isFinding(next.value) ? steps.next() : await ask(steps, next.value, answer);
  return next.value;
}

export function isFinding(step: Step): step is Finding {
  return 'gate' in step;
}

async function ask<T>(steps: Steps<T>, question: Question, answer: Answerer): Promise<IteratorResult<Step, T>> {
  let given: Answer;
  try {
    const answered = answer(question);
    given = answered instanceof Promise ? await answered : answered;
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(given);
}

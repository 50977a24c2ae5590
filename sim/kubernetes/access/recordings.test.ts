import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { runScenario, type StepResult } from '../../../fixtures/replay/run';
import { recordedScenarios, type Scenario, type Step } from '../../../fixtures/replay/scenario';
import { freshTarget } from '../../../fixtures/replay/server';

/** Scenarios whose answers depend on controllers, which do not run here. */
const NEEDS_CONTROLLERS = ['aggregate-basic', 'aggregate-changes', 'aggregate-nested', 'aggregate-view', 'token-default-account'];

/** Scenarios that also need the pipeline to wipe metadata, to admit actions and to route by scope: tested with all recordings. */
const NEEDS_PIPELINE = ['sar-methods', 'sar-options', 'token-metadata'];

const REVIEW = /accessreviews|subjectreviews|rulesreviews|tokenreviews|serviceaccounts\/[^/]+\/token/;

/** What this room decides: refusals, and answers about access. The rest of an answer belongs to others. */
function isAboutAccess({ request, response }: Step): boolean {
  if (response === undefined) return false;
  return [401, 403].includes(response.status) || (REVIEW.test(request.path) && request.method === 'POST');
}

function failuresOf(scenario: Scenario, results: readonly StepResult[]): string[] {
  return results.flatMap(({ step, request, differences }) => {
    const recorded = scenario.steps[step];
    if (recorded === undefined || !isAboutAccess(recorded)) return [];
    const own = differences.filter(({ at }) => !at.includes('managedFields') && !(request.startsWith('HEAD ') && at !== '/status'));
    return own.map(
      ({ at, recorded: want, answered }) => `step ${step} ${request} ${at}: ${JSON.stringify(want)} ≠ ${JSON.stringify(answered)}`,
    );
  });
}

describe('recorded decisions', () => {
  for (const scenario of recordedScenarios('rbac').filter(({ name }) => ![...NEEDS_CONTROLLERS, ...NEEDS_PIPELINE].includes(name))) {
    it(`${scenario.name}: ${scenario.title}`, async () => {
      const steps = scenario.steps.map((step) => ({ ...step, pauseMs: 0 }));
      assert.deepEqual(failuresOf(scenario, await runScenario({ ...scenario, steps }, freshTarget())), []);
    });
  }
});
